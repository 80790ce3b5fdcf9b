# Timers of equal deadline run in order of registration
# row: 2.1 call_later
# differs: CPython's heap compares deadlines only, so equal ones run in an order nobody chose; acoro keeps the order of registration

import asyncio

from harness import plain_timers, trace


async def main():
    plain_timers()
    loop = asyncio.get_running_loop()
    for number in range(8):
        loop.call_later(10, trace, 'timer', number)
    await asyncio.sleep(20)
