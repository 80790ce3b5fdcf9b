# async with enters, runs the body and leaves, whatever happened
# row: 1.92, 2.2 AsyncExitStack/asynccontextmanager/aclosing

import asyncio

from harness import Boom, trace


class Manager:
    def __init__(self, name, swallow=False):
        self.name = name
        self.swallow = swallow

    async def __aenter__(self):
        await asyncio.sleep(1)
        trace(self.name, 'entered')
        return self.name.upper()

    async def __aexit__(self, kind, error, traceback):
        await asyncio.sleep(1)
        trace(self.name, 'left', error)
        return self.swallow


async def main():
    async with Manager('a') as value:
        trace('body', value)
    async with Manager('b', True):
        raise Boom('swallowed')
    try:
        async with Manager('c'):
            raise Boom('passes')
    except Boom as error:
        trace('outside', error)
