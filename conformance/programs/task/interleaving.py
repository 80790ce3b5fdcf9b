# Tasks take turns at each wait, one at a time
# row: 2.2 step protocol, 1.4, 1.8, 1.47, 1.93

import asyncio

from harness import trace


async def work(name, steps):
    for step in range(steps):
        trace(name, step)
        await asyncio.sleep(0)


async def main():
    await asyncio.gather(work('a', 3), work('b', 1), work('c', 2))
