# Gatherings nest, and a cancel goes all the way down
# row: 2.2 gather

import asyncio

from harness import outcome, trace


async def work(name):
    try:
        await asyncio.sleep(50)
        return name
    finally:
        trace(name)


async def main():
    trace(await asyncio.gather(work('a'), asyncio.gather(work('b'), work('c'))))
    outer = asyncio.gather(work('d'), asyncio.gather(work('e'), work('f')))
    await asyncio.sleep(10)
    trace(outer.cancel())
    await outcome('outer', outer)
