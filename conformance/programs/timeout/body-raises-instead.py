# An error raised in place of the cancellation comes out as it is
# row: 2.2 timeout

import asyncio

from harness import Boom, trace


async def main():
    try:
        async with asyncio.timeout(10):
            try:
                await asyncio.sleep(100)
            finally:
                raise Boom('instead')
    except BaseException as error:
        trace(error, asyncio.current_task().cancelling())
