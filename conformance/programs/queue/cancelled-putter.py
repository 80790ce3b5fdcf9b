# A putter cancelled after it was woken leaves its place to the next, and its item out
# row: 2.3 Queue, 2.2 Task.cancel

import asyncio

from harness import trace


async def producer(name, queue):
    try:
        await queue.put(name)
        trace(name, 'has put')
    except asyncio.CancelledError:
        trace(name, 'cancelled')
        raise


async def main():
    queue = asyncio.Queue(1)
    queue.put_nowait('first')
    tasks = [asyncio.create_task(producer(name, queue)) for name in 'ab']
    await asyncio.sleep(10)
    trace(queue.get_nowait())
    tasks[0].cancel()
    await asyncio.wait(tasks)
    trace(queue.get_nowait(), queue.qsize())
