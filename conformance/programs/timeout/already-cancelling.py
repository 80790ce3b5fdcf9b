# In a task that is being cancelled already, a timeout still tells its own expiry apart
# row: 2.2 timeout, 2.2 uncancel/cancelling

import asyncio

from harness import outcome, trace


async def work():
    try:
        await asyncio.sleep(100)
    except asyncio.CancelledError:
        trace('cancelled', asyncio.current_task().cancelling())
        try:
            async with asyncio.timeout(10):
                await asyncio.sleep(100)
        except TimeoutError as error:
            trace('clean-up', error, asyncio.current_task().cancelling())
        raise


async def main():
    task = asyncio.create_task(work())
    await asyncio.sleep(10)
    task.cancel()
    await outcome('task', task)
