# timeoutAt takes an instant of the loop's clock
# row: 2.2 timeout

import asyncio

from harness import trace


async def main():
    loop = asyncio.get_running_loop()
    await asyncio.sleep(5)
    try:
        async with asyncio.timeout_at(loop.time() + 20) as scope:
            trace(scope.when())
            await asyncio.sleep(100)
    except TimeoutError as error:
        trace(error)
    try:
        async with asyncio.timeout_at(loop.time() - 20):
            await asyncio.sleep(100)
    except TimeoutError as error:
        trace(error)
    async with asyncio.timeout_at(None):
        await asyncio.sleep(100)
