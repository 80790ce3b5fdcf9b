# After shutdown nothing goes in, and what is in still comes out
# row: 2.3 shutdown

import asyncio

from harness import attempt, outcome, trace


async def main():
    queue = asyncio.Queue(3)
    queue.put_nowait(1)
    queue.put_nowait(2)
    queue.shutdown()
    queue.shutdown()
    attempt('putNowait', lambda: queue.put_nowait(3))
    await outcome('put', queue.put(3))
    await outcome('get', queue.get())
    attempt('getNowait', queue.get_nowait)
    await outcome('get', queue.get())
    attempt('getNowait', queue.get_nowait)
    trace(queue.qsize())
