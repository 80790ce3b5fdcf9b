# Timers run by deadline, whatever the order of registration
# row: 2.1 call_later, 2.1 call_at, 1.14, 1.16

import asyncio

from harness import trace


async def main():
    loop = asyncio.get_running_loop()
    start = loop.time()
    for delay in (30, 10, 50, 20, 40):
        loop.call_later(delay, trace, 'later', delay)
        loop.call_at(start + delay + 5, trace, 'at', delay + 5)
    await asyncio.sleep(100)
