# A cancellation from outside is none of the timeout's
# row: 2.2 timeout

import asyncio

from harness import outcome, trace


async def work():
    try:
        async with asyncio.timeout(50):
            await asyncio.sleep(100)
    except BaseException as error:
        trace('work', error, asyncio.current_task().cancelling())
        raise


async def main():
    task = asyncio.create_task(work())
    await asyncio.sleep(10)
    task.cancel('outside')
    await outcome('task', task)
