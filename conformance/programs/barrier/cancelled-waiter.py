# A cancelled waiter leaves, and the barrier is not broken
# row: 2.3 Barrier, 2.2 Task.cancel

import asyncio

from harness import outcome, trace


async def work(name, barrier):
    await outcome(name, waited(barrier))


async def waited(barrier):
    await barrier.wait()
    return 'released'


async def main():
    barrier = asyncio.Barrier(2)
    first = asyncio.create_task(work('first', barrier))
    await asyncio.sleep(10)
    trace(barrier.n_waiting)
    first.cancel()
    await first
    trace(barrier.n_waiting, barrier.broken)
    await asyncio.gather(work('second', barrier), work('third', barrier))
