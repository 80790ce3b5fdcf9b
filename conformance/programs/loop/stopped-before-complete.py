# A loop stopped before its main future is done says so
# row: 2.1 run_until_complete, 2.1 stop

import asyncio

from harness import trace


async def work(loop):
    await asyncio.sleep(10)
    loop.stop()
    await asyncio.sleep(10)
    trace('never')


def main(loop):
    try:
        loop.run_until_complete(work(loop))
    except RuntimeError as error:
        trace(error, str(error))
