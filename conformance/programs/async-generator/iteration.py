# An async generator waits between its items and is lazy
# row: 1.23, 2.1 shutdown_asyncgens, 2.5 async iteration

import asyncio

from harness import trace


async def count(limit):
    trace('starts')
    for number in range(limit):
        await asyncio.sleep(10)
        yield number
    trace('ends')


async def main():
    items = count(3)
    trace('made')
    async for number in items:
        trace('item', number)
    trace('done')
