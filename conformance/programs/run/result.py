# run makes a loop, runs main, and closes the loop
# row: 2.1 asyncio.run, 1.22

import asyncio

from harness import attempt, new_loop, trace


kept = []


async def work():
    kept.append(asyncio.get_running_loop())
    await asyncio.sleep(10)
    return 'result'


def main(loop):
    trace(asyncio.run(work(), loop_factory=new_loop))
    trace(kept[0] is loop, kept[0].is_closed(), kept[0].is_running())
    attempt('no loop any more', lambda: asyncio.get_running_loop())
