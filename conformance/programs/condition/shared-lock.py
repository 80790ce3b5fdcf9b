# Two conditions may share one lock
# row: 2.3 Condition

import asyncio

from harness import trace


async def consumer(name, condition):
    async with condition:
        await condition.wait()
        trace(name)


async def main():
    lock = asyncio.Lock()
    full = asyncio.Condition(lock)
    empty = asyncio.Condition(lock)
    tasks = [asyncio.create_task(consumer('full', full)), asyncio.create_task(consumer('empty', empty))]
    await asyncio.sleep(10)
    async with lock:
        trace(full.locked(), empty.locked())
        empty.notify()
    await asyncio.sleep(10)
    async with lock:
        full.notify()
    await asyncio.gather(*tasks)
