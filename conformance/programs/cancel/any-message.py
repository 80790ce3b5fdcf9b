# The message of a cancel may be anything
# row: 2.2 Task.cancel, 1.41

import asyncio

from harness import trace


async def main():
    task = asyncio.create_task(asyncio.sleep(10))
    await asyncio.sleep(0)
    task.cancel(5)
    try:
        await task
    except asyncio.CancelledError as error:
        trace(str(error))
