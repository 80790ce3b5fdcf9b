# A loop makes pending futures of its own
# row: 2.1 create_future, 2.2 Future

import asyncio

from harness import trace


async def main():
    loop = asyncio.get_running_loop()
    future = loop.create_future()
    trace(future.get_loop() is loop, future.done(), future.cancelled(), asyncio.isfuture(future))
    loop.call_later(5, future.set_result, 'value')
    trace(await future)
