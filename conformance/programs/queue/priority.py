# A priority queue gives the lowest first
# row: 2.3 PriorityQueue/LifoQueue

import asyncio

from harness import trace


async def main():
    queue = asyncio.PriorityQueue()
    for item in (5, 1, 4, 1, 3):
        queue.put_nowait(item)
    trace([queue.get_nowait() for _ in range(5)])
    pairs = asyncio.PriorityQueue()
    for item in ([2, 'b'], [1, 'z'], [1, 'a']):
        pairs.put_nowait(item)
    while not pairs.empty():
        trace(await pairs.get())
