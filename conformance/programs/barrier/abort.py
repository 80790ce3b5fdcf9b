# abort breaks the barrier for those who wait and those who come
# row: 2.3 Barrier

import asyncio

from harness import outcome, trace


async def work(name, barrier):
    await outcome(name, barrier.wait())


async def main():
    barrier = asyncio.Barrier(3)
    tasks = [asyncio.create_task(work(name, barrier)) for name in 'ab']
    await asyncio.sleep(10)
    await barrier.abort()
    trace(barrier.broken)
    await asyncio.gather(*tasks)
    await outcome('late', barrier.wait())
    await barrier.reset()
    trace(barrier.broken, barrier.n_waiting)
