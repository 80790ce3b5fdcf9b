# A last-in-first-out queue is a stack
# row: 2.3 PriorityQueue/LifoQueue

import asyncio

from harness import attempt, trace


async def main():
    queue = asyncio.LifoQueue(3)
    for item in (1, 2, 3):
        queue.put_nowait(item)
    trace(queue.full())
    attempt('full', lambda: queue.put_nowait(4))
    trace(await queue.get(), await queue.get(), await queue.get())
