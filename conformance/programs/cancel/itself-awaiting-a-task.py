# A pending cancel is handed to the task that is awaited next
# row: 2.2 Task.cancel, 2.2 step protocol

import asyncio

from harness import outcome, trace


async def child():
    try:
        await asyncio.sleep(100)
    except asyncio.CancelledError:
        trace('child', asyncio.current_task().cancelling())
        raise


async def work(task):
    asyncio.current_task().cancel()
    await outcome('work', task)
    trace(task.cancelled(), asyncio.current_task().cancelling())


async def main():
    task = asyncio.create_task(child())
    await asyncio.sleep(1)
    await asyncio.create_task(work(task))
