# anext and asend drive an async generator by hand
# row: 1.23, 2.5 async iteration

import asyncio

from harness import trace


async def echo():
    received = None
    for number in range(3):
        received = yield (number, received)
        await asyncio.sleep(1)


async def main():
    items = echo()
    trace(await anext(items))
    trace(await items.asend('a'))
    trace(await items.asend('b'))
    trace(await anext(items, 'exhausted'))
