# gather of nothing is a future that is done
# row: 2.2 gather

import asyncio

from harness import trace


async def main():
    future = asyncio.gather()
    trace(asyncio.isfuture(future), future.done(), future.result())
