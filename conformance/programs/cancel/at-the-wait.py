# A cancelled task gets CancelledError at the wait, and ends cancelled
# row: 2.2 Task.cancel, 1.41, 1.73, 1.74

import asyncio

from harness import outcome, trace


async def work():
    try:
        trace('waits')
        await asyncio.sleep(100)
    except asyncio.CancelledError as error:
        trace('caught', error)
        raise
    finally:
        trace('finally')


async def main():
    task = asyncio.create_task(work())
    await asyncio.sleep(10)
    trace(task.cancel('enough'), task.cancelled(), task.cancelling())
    await outcome('await', task)
    trace(task.cancelled(), task.done(), task.cancelling(), task.cancel())
