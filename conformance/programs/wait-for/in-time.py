# waitFor gives the result, or the error, of what ends in time
# row: 2.2 wait_for

import asyncio

from harness import Boom, outcome


async def work(ms):
    await asyncio.sleep(ms)
    return 'value'


async def fail():
    raise Boom('x')


async def main():
    await outcome('in time', asyncio.wait_for(work(10), 20))
    await outcome('no limit', asyncio.wait_for(work(10), None))
    await outcome('failing', asyncio.wait_for(fail(), 20))
    await asyncio.sleep(100)
