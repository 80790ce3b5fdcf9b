# aclosing closes at the end of the block
# row: 2.2 AsyncExitStack/asynccontextmanager/aclosing, 2.5 async iteration

import asyncio
import contextlib

from harness import Boom, trace


class Thing:
    async def aclose(self):
        await asyncio.sleep(1)
        trace('closed')


async def main():
    async with contextlib.aclosing(Thing()) as thing:
        trace('body', isinstance(thing, Thing))
    try:
        async with contextlib.aclosing(Thing()):
            raise Boom('body')
    except Boom as error:
        trace(error)
