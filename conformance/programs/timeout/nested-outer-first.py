# Of nested timeouts the outer one passes through the inner as a cancellation
# row: 2.2 timeout

import asyncio

from harness import trace


async def main():
    try:
        async with asyncio.timeout(10):
            try:
                async with asyncio.timeout(100) as inner:
                    await asyncio.sleep(50)
            except asyncio.CancelledError as error:
                trace('inner', error, inner.expired())
                raise
    except TimeoutError as error:
        trace('outer', error)
