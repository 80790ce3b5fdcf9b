# Cancelling schedules the callbacks too
# row: 2.2 Future.cancel, 2.2 add_done_callback

import asyncio

from harness import trace


async def main():
    future = asyncio.get_running_loop().create_future()
    future.add_done_callback(lambda f: trace('callback', f.cancelled(), f.done()))
    trace(future.cancel(), future.cancel())
    trace('cancelled')
    await asyncio.sleep(0)
