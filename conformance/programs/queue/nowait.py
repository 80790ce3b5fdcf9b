# The nowait forms refuse instead of waiting
# row: 2.3 Queue, 1.28

import asyncio

from harness import attempt, trace


async def main():
    queue = asyncio.Queue(1)
    attempt('get', queue.get_nowait)
    attempt('put', lambda: queue.put_nowait(1))
    attempt('put', lambda: queue.put_nowait(2))
    attempt('get', queue.get_nowait)
    infinite = asyncio.Queue(-1)
    for item in range(5):
        infinite.put_nowait(item)
    trace(infinite.full(), infinite.qsize())
