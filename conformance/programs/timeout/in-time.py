# A body that ends in time gives its value, and its timer is gone
# row: 2.2 timeout

import asyncio

from harness import trace


async def main():
    async with asyncio.timeout(50) as scope:
        trace(scope.when(), scope.expired())
        await asyncio.sleep(10)
    trace(scope.when(), scope.expired())
    async with asyncio.timeout(None) as scope:
        trace(scope.when())
        await asyncio.sleep(100)
    trace('end')
