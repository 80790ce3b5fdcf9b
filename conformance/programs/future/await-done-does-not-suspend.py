# Awaiting a future that is done gives its value without a turn of the loop
# row: 2.2 __await__/__iter__, 1.75

import asyncio

from harness import trace


async def main():
    loop = asyncio.get_running_loop()
    future = loop.create_future()
    future.set_result('value')
    loop.call_soon(trace, 'callback')
    trace(await future)
    trace(await future)
    await asyncio.sleep(0)
