# run raises what main raises
# row: 2.1 asyncio.run

import asyncio

from harness import Boom, attempt, new_loop


async def fail():
    await asyncio.sleep(10)
    raise Boom('from main')


async def give_up():
    raise asyncio.CancelledError('by hand')


def main(loop):
    attempt('fail', lambda: asyncio.run(fail(), loop_factory=new_loop))
    attempt('cancelled', lambda: asyncio.run(give_up(), loop_factory=new_loop))
