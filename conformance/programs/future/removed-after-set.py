# A callback that is already scheduled cannot be removed any more
# row: 2.2 remove_done_callback, 1.38

import asyncio

from harness import trace


async def main():
    future = asyncio.get_running_loop().create_future()

    def tell(future):
        trace('called')

    future.add_done_callback(tell)
    trace(future.remove_done_callback(tell))
    future.add_done_callback(tell)
    future.set_result(None)
    trace(future.remove_done_callback(tell))
    await asyncio.sleep(0)
    trace(future.remove_done_callback(tell))
