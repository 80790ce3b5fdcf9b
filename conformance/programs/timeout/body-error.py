# An error of the body passes through
# row: 2.2 timeout

import asyncio

from harness import Boom, trace


async def main():
    try:
        async with asyncio.timeout(20):
            await asyncio.sleep(10)
            raise Boom('body')
    except Boom as error:
        trace(error)
    await asyncio.sleep(50)
    trace('no timer left', asyncio.current_task().cancelling())
