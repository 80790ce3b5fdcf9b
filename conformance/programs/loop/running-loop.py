# There is a running loop inside callbacks and coroutines only
# row: 2.1 get_running_loop, 2.1 get_event_loop, 1.11

import asyncio

from harness import attempt, trace


async def work(loop):
    trace('in a task', asyncio.get_running_loop() is loop, asyncio.get_event_loop() is loop)


def main(loop):
    attempt('outside', lambda: asyncio.get_running_loop())
    loop.call_soon(lambda: trace('in a callback', asyncio.get_running_loop() is loop))
    loop.run_until_complete(work(loop))
    attempt('afterwards', lambda: asyncio.get_running_loop())
