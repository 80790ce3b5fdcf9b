# Two cancels before the step are one throw, but both are counted
# row: 2.2 Task.cancel, 2.2 uncancel/cancelling

import asyncio

from harness import outcome, trace


async def work():
    for _ in range(2):
        try:
            await asyncio.sleep(100)
        except asyncio.CancelledError as error:
            trace('caught', error, asyncio.current_task().cancelling())
    return 'end'


async def main():
    task = asyncio.create_task(work())
    await asyncio.sleep(10)
    trace(task.cancel('one'), task.cancel('two'), task.cancelling())
    await outcome('await', task)
    trace(task.cancelled(), task.cancelling())
