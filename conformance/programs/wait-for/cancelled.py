# Cancelling who waits cancels what is waited for, and is not a timeout
# row: 2.2 wait_for

import asyncio

from harness import outcome, trace


async def work():
    try:
        await asyncio.sleep(100)
    except asyncio.CancelledError as error:
        trace('work', error)
        raise


async def waiting():
    await outcome('waiting', asyncio.wait_for(work(), 50))
    trace(asyncio.current_task().cancelling())


async def main():
    task = asyncio.create_task(waiting())
    await asyncio.sleep(10)
    task.cancel('from outside')
    await task
