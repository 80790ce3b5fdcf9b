# A lock is released when its block fails
# row: 2.3 Lock

import asyncio

from harness import Boom, trace


async def main():
    lock = asyncio.Lock()
    try:
        async with lock:
            trace(lock.locked())
            raise Boom('inside')
    except Boom as error:
        trace(error, lock.locked())
