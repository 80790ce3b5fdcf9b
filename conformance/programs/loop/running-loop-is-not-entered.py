# A running loop cannot be entered again, nor another one beside it
# row: 2.1 run_forever, 2.1 is_running/is_closed

import asyncio

from harness import attempt, trace


async def nothing():
    trace('never')


def main(loop):
    other = asyncio.new_event_loop()

    def inside():
        coro = nothing()
        trace(loop.is_running(), other.is_running())
        attempt('runForever', lambda: loop.run_forever())
        attempt('runUntilComplete', lambda: loop.run_until_complete(loop.create_future()))
        attempt('another loop', lambda: other.run_forever())
        attempt('close', lambda: loop.close())
        coro.close()
        loop.stop()

    loop.call_soon(inside)
    loop.run_forever()
    trace(loop.is_running())
