# A generator that is running cannot be asked for another item
# row: 1.23

import asyncio

from harness import outcome


async def slow():
    await asyncio.sleep(10)
    yield 'item'


async def take(name, items):
    await outcome(name, anext(items))


async def main():
    items = slow()
    await asyncio.gather(take('first', items), take('second', items))
