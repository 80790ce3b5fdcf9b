# A callback added twice is called twice; removing takes all of them away and counts them
# row: 2.2 add_done_callback, 2.2 remove_done_callback

import asyncio

from harness import trace


async def main():
    loop = asyncio.get_running_loop()

    def tell(future):
        trace('tell', future)

    def other(future):
        trace('other')

    future = loop.create_future()
    future.add_done_callback(tell)
    future.add_done_callback(other)
    future.add_done_callback(tell)
    future.set_result(None)
    await asyncio.sleep(0)
    second = loop.create_future()
    second.add_done_callback(tell)
    second.add_done_callback(other)
    second.add_done_callback(tell)
    trace(second.remove_done_callback(tell), second.remove_done_callback(tell))
    second.set_result(None)
    trace(second.remove_done_callback(other))
    await asyncio.sleep(0)
