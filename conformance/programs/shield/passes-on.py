# shield gives the result or the error of what it protects
# row: 2.2 shield

import asyncio

from harness import Boom, outcome, trace


async def work(fails):
    await asyncio.sleep(10)
    if fails:
        raise Boom('x')
    return 'value'


async def main():
    await outcome('result', asyncio.shield(work(False)))
    await outcome('error', asyncio.shield(work(True)))
    done = asyncio.create_task(work(False))
    await done
    trace(asyncio.shield(done) is done)
