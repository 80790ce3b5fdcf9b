# Those a barrier releases have a position each, in order of arrival
# row: 2.3 Barrier

import asyncio

from harness import trace


async def work(name, barrier):
    trace(name, await barrier.wait())


async def main():
    barrier = asyncio.Barrier(3)
    await asyncio.gather(*(work(name, barrier) for name in 'abc'))
