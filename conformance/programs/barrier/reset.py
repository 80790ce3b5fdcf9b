# reset raises in those who wait, and the barrier works again
# row: 2.3 Barrier

import asyncio

from harness import outcome, trace


async def work(name, barrier):
    await outcome(name, waited(barrier))


async def waited(barrier):
    await barrier.wait()
    return 'released'


async def main():
    barrier = asyncio.Barrier(3)
    tasks = [asyncio.create_task(work(name, barrier)) for name in 'ab']
    await asyncio.sleep(10)
    await barrier.reset()
    await asyncio.gather(*tasks)
    trace(barrier.broken, barrier.n_waiting)
    await asyncio.gather(*(work(name, barrier) for name in 'cde'))
