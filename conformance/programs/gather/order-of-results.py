# Results come in the order of the arguments
# row: 2.2 gather, 1.70, 1.72

import asyncio

from harness import trace


async def work(name, ms):
    await asyncio.sleep(ms)
    trace(name)
    return name


async def main():
    trace(await asyncio.gather(work('a', 30), work('b', 10), work('c', 20)))
    trace(await asyncio.gather())
    trace(await asyncio.gather(*[work(str(n), n) for n in range(5)]))
