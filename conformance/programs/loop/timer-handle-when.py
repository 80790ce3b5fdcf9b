# A timer knows its deadline, and can be cancelled once and for all
# row: 2.1 TimerHandle, 2.1 time

import asyncio

from harness import trace


async def main():
    loop = asyncio.get_running_loop()
    await asyncio.sleep(7)
    timer = loop.call_later(30, trace, 'never')
    trace(timer.when(), timer.cancelled())
    timer.cancel()
    timer.cancel()
    trace(timer.when(), timer.cancelled())
    await asyncio.sleep(50)
    fired = loop.call_later(1, trace, 'fired')
    await asyncio.sleep(2)
    trace(fired.cancelled(), fired.when())
