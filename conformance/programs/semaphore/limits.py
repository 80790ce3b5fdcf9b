# A semaphore lets in as many as it has permits, and the rest in order
# row: 2.3 Semaphore, 1.83, 1.84, 1.85, 1.86

import asyncio

from harness import trace


async def work(name, semaphore):
    async with semaphore:
        trace(name, 'in', semaphore.locked())
        await asyncio.sleep(10)
    trace(name, 'out')


async def main():
    semaphore = asyncio.Semaphore(2)
    trace(semaphore.locked())
    await asyncio.gather(*(work(name, semaphore) for name in 'abcde'))
    trace(semaphore.locked())
