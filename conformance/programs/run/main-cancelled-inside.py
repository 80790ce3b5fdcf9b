# A main that is cancelled runs its finally blocks, and run raises CancelledError
# row: 2.1 asyncio.run, 2.2 Task.cancel

import asyncio

from harness import attempt, new_loop, trace


async def work():
    task = asyncio.current_task()
    asyncio.get_running_loop().call_later(10, task.cancel, 'enough')
    try:
        await asyncio.sleep(100)
    finally:
        await asyncio.sleep(5)
        trace('finally')


def main(loop):
    attempt('run', lambda: asyncio.run(work(), loop_factory=new_loop))
