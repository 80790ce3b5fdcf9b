# athrow raises at the generator's emit, which may go on
# row: 1.23

import asyncio

from harness import Boom, trace


async def stubborn():
    while True:
        try:
            yield 'item'
        except Boom as error:
            trace('inside', error)
            await asyncio.sleep(1)
            yield 'after the error'


async def main():
    items = stubborn()
    trace(await anext(items))
    trace(await items.athrow(Boom('thrown in')))
    trace(await anext(items))
    try:
        await items.athrow(ValueError('passes'))
    except ValueError as error:
        trace(error)
    trace(await anext(items, 'exhausted'))
