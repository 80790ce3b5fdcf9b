# callSoon is FIFO, passes its arguments, and never runs in the same iteration
# row: 2.1 call_soon, 1.15

import asyncio

from harness import trace


async def main():
    loop = asyncio.get_running_loop()
    for number in range(5):
        loop.call_soon(trace, 'callback', number, 'of', 5)
    trace('scheduled')
    await asyncio.sleep(0)
    trace('ran')
