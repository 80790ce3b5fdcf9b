# Values and errors pass through a chain of coroutines
# row: 1.67, 1.62, 2.2 step protocol

import asyncio

from harness import Boom, trace


async def deep(level):
    if level == 0:
        await asyncio.sleep(10)
        raise Boom('at the bottom')
    try:
        return await deep(level - 1)
    except Boom as error:
        if level == 2:
            trace('caught', error)
            return 'mended'
        raise
    finally:
        trace('left', level)


async def main():
    trace(await deep(4))
