# A lock is given to those who wait in the order they came
# row: 2.3 Lock

import asyncio

from harness import trace


async def work(name, lock):
    trace(name, 'asks')
    async with lock:
        trace(name, 'has it', lock.locked())
        await asyncio.sleep(10)
    trace(name, 'left')


async def main():
    lock = asyncio.Lock()
    trace(lock.locked())
    await asyncio.gather(*(work(name, lock) for name in 'abc'))
    trace(lock.locked())
