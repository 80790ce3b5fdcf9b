# A generator over a generator, each waiting in its own way
# row: 1.23, 1.67

import asyncio

from harness import trace


async def numbers():
    for number in range(3):
        await asyncio.sleep(10)
        yield number


async def doubled(source):
    async for number in source:
        await asyncio.sleep(1)
        yield number * 2


async def main():
    async for number in doubled(numbers()):
        trace(number)
