# Of nested timeouts the inner one that expires is caught at its own scope
# row: 2.2 timeout

import asyncio

from harness import trace


async def main():
    async with asyncio.timeout(100):
        try:
            async with asyncio.timeout(10):
                await asyncio.sleep(50)
        except TimeoutError as error:
            trace('inner', error)
        await asyncio.sleep(20)
        trace('outer goes on')
    trace('end')
