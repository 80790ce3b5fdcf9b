# A manager written as one generator: before, the value, after
# row: 2.2 AsyncExitStack/asynccontextmanager/aclosing, 1.92

import asyncio
import contextlib

from harness import Boom, trace


@contextlib.asynccontextmanager
async def resource(name):
    trace('open', name)
    await asyncio.sleep(1)
    try:
        yield name.upper()
    except Boom as error:
        trace('inside', error)
        raise
    finally:
        await asyncio.sleep(1)
        trace('close', name)


async def main():
    async with resource('a') as value:
        trace('body', value)
    try:
        async with resource('b'):
            await asyncio.sleep(1)
            raise Boom('in the body')
    except Boom as error:
        trace('outside', error)
