# A timeout of 0 or less fires at the body's first wait
# row: 2.2 timeout

import asyncio

from harness import trace


async def main():
    for delay in (0, -10):
        try:
            async with asyncio.timeout(delay):
                trace('started')
                await asyncio.sleep(0)
                trace('one turn')
                await asyncio.sleep(0)
                trace('two turns')
        except TimeoutError as error:
            trace(error)
    async with asyncio.timeout(0):
        trace('never waits')
