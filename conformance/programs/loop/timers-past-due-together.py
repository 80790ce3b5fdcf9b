# Timers whose deadline has passed run in one iteration, by deadline
# row: 2.1 _run_once, 2.1 call_at

import asyncio

from harness import trace


async def main():
    loop = asyncio.get_running_loop()
    await asyncio.sleep(50)
    loop.call_at(30, trace, 'at 30')
    loop.call_at(10, trace, 'at 10')
    loop.call_at(20, trace, 'at 20')
    loop.call_soon(trace, 'soon')
    await asyncio.sleep(0)
    trace('one iteration later')
