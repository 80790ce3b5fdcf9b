# A task that swallows its cancellation ends with its result
# row: 2.2 Task.cancel, 2.2 Task.cancelled

import asyncio

from harness import outcome, trace


async def work():
    try:
        await asyncio.sleep(100)
    except asyncio.CancelledError:
        return 'swallowed'


async def main():
    task = asyncio.create_task(work())
    await asyncio.sleep(10)
    task.cancel()
    await outcome('await', task)
    trace(task.cancelled(), task.cancelling())
