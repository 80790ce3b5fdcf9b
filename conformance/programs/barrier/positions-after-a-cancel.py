# The positions are a permutation also where a waiter left before
# row: 2.3 Barrier, 2.2 Task.cancel
# differs: CPython numbers by how many wait at the moment, so after a cancelled waiter two of one release can be given the same position; acoro gives each its own

import asyncio

from harness import trace


async def work(barrier, positions):
    positions.append(await barrier.wait())


async def main():
    barrier = asyncio.Barrier(3)
    positions = []
    tasks = [asyncio.create_task(work(barrier, positions)) for _ in range(2)]
    await asyncio.sleep(10)
    tasks[0].cancel()
    await asyncio.sleep(10)
    tasks += [asyncio.create_task(work(barrier, positions)) for _ in range(2)]
    await asyncio.wait(tasks)
    trace(sorted(positions))
