# Errors and cancellations come out in their turn
# row: 2.2 as_completed

import asyncio

from harness import Boom, outcome


async def work(ms, fails=False):
    await asyncio.sleep(ms)
    if fails:
        raise Boom(str(ms))
    return ms


async def main():
    gone = asyncio.create_task(work(100))
    asyncio.get_running_loop().call_later(15, gone.cancel)
    for next_one in asyncio.as_completed([work(30), work(10, True), gone, work(20)]):
        await outcome('next', next_one)
