# Cancelling the consumer loses no result for the next
# row: 2.2 as_completed

import asyncio

from harness import outcome, trace


async def work(ms):
    await asyncio.sleep(ms)
    return ms


async def take(next_one):
    await outcome('take', next_one)


async def main():
    nexts = iter(asyncio.as_completed([work(10), work(20)]))
    task = asyncio.create_task(take(next(nexts)))
    await asyncio.sleep(5)
    task.cancel()
    await task
    trace(await next(nexts))
