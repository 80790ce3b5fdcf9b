# A deadline that has passed does not swallow the cancellation that was asked for before
# row: 2.2 timeout, 2.2 Task.cancel
# differs: In CPython a timeout entered with a deadline in the past can take an earlier cancel() for its own and turn it into TimeoutError (gh-134471); acoro keeps the cancellation

import asyncio

from harness import outcome, trace


async def work():
    asyncio.current_task().cancel('earlier')
    async with asyncio.timeout(0):
        await asyncio.sleep(10)


async def main():
    task = asyncio.create_task(work())
    await outcome('work', task)
    trace(task.cancelled(), task.cancelling())
