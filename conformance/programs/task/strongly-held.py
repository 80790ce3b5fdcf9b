# A task that nobody keeps runs to its end
# row: 2.2 pending task collected, 1.10

import asyncio
import gc

from harness import trace


async def work():
    await asyncio.sleep(10)
    trace('done')


async def main():
    asyncio.create_task(work())
    await asyncio.sleep(1)
    gc.collect()
    await asyncio.sleep(20)
