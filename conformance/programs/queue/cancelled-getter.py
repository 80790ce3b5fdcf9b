# A getter cancelled after it was woken wakes the next
# row: 2.3 Queue, 2.2 Task.cancel

import asyncio

from harness import trace


async def consumer(name, queue):
    try:
        trace(name, await queue.get())
    except asyncio.CancelledError:
        trace(name, 'cancelled')
        raise


async def main():
    queue = asyncio.Queue()
    tasks = [asyncio.create_task(consumer(name, queue)) for name in 'abc']
    await asyncio.sleep(10)
    tasks[0].cancel()
    queue.put_nowait('one')
    tasks[1].cancel()
    await asyncio.wait(tasks)
    trace(queue.qsize())
