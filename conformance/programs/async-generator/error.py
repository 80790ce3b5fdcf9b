# An error of the generator reaches the loop over it, and ends the generator
# row: 1.23

import asyncio

from harness import Boom, trace


async def failing():
    yield 1
    await asyncio.sleep(1)
    raise Boom('in the generator')


async def main():
    items = failing()
    try:
        async for item in items:
            trace(item)
    except Boom as error:
        trace(error)
    trace(await anext(items, 'exhausted'))
