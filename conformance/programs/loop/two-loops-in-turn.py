# Two loops live side by side and run one after the other, each with its own tasks
# row: 2.1 set_event_loop/new_event_loop, 1.79

import asyncio

from harness import new_loop, trace


async def work(name, loop):
    await asyncio.sleep(3)
    trace(name, asyncio.get_running_loop() is loop, len(asyncio.all_tasks()))
    return name


def main(first):
    second = new_loop()
    trace(first.run_until_complete(work('first', first)))
    trace(second.run_until_complete(work('second', second)))
    trace(first.run_until_complete(work('first again', first)))
    first.close()
    second.close()
