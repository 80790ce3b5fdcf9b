# After an error has come out, cancelling the gathering cancels nobody
# row: 2.2 gather

import asyncio

from harness import Boom, outcome, trace


async def work():
    await asyncio.sleep(50)
    trace('work goes on')


async def fail():
    raise Boom('first')


async def main():
    gathering = asyncio.gather(work(), fail())
    await outcome('gathering', gathering)
    trace(gathering.cancel())
    await asyncio.sleep(100)
