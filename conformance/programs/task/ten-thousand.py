# Ten thousand tasks wait at once in one thread
# row: 1.31, 1.93

import asyncio

from harness import trace


async def work(number):
    await asyncio.sleep(10)
    await asyncio.sleep(number % 10)
    return number


async def main():
    tasks = [asyncio.create_task(work(number)) for number in range(10_000)]
    await asyncio.sleep(0)
    trace(len(asyncio.all_tasks()))
    trace(sum(await asyncio.gather(*tasks)))
