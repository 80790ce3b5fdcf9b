# A barrier lets all go when the last one comes, again and again
# row: 2.3 Barrier

import asyncio

from harness import attempt, trace


async def work(name, delay, barrier, positions):
    await asyncio.sleep(delay)
    trace(name, 'waits', barrier.n_waiting)
    positions.append(await barrier.wait())
    trace(name, 'goes')


async def main():
    barrier = asyncio.Barrier(3)
    trace(barrier.parties, barrier.n_waiting, barrier.broken)
    for _ in range(2):
        positions = []
        await asyncio.gather(*(work(name, delay, barrier, positions) for name, delay in (('a', 5), ('b', 10), ('c', 20))))
        trace(sorted(positions), barrier.n_waiting)
    attempt('no parties', lambda: asyncio.Barrier(0))
