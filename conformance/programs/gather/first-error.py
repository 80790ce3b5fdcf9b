# The first error comes out at once, and the others go on
# row: 2.2 gather

import asyncio

from harness import Boom, outcome, trace


async def work(name, ms):
    await asyncio.sleep(ms)
    trace(name)
    return name


async def fail(name, ms):
    await asyncio.sleep(ms)
    raise Boom(name)


async def main():
    await outcome('gather', asyncio.gather(work('a', 30), fail('b', 10), fail('c', 20)))
    await asyncio.sleep(50)
    trace('end')
