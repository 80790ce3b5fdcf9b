# A handler for every error sees a cancellation, too
# row: 2.2 exceptions, 2.2 Task.cancel
# differs: CancelledError is no Exception in Python, so that «except Exception» lets it pass; JavaScript's catch takes everything, and throwIfCancelled(error) lets it pass

import asyncio

from harness import outcome, trace


async def careless():
    try:
        await asyncio.sleep(10)
    except Exception as error:
        trace('caught', error)


async def main():
    task = asyncio.create_task(careless())
    await asyncio.sleep(1)
    task.cancel()
    await outcome('awaited', task)
