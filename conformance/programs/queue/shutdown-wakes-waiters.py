# shutdown wakes the getters and putters that wait
# row: 2.3 shutdown

import asyncio

from harness import outcome, trace


async def consumer(name, queue):
    await outcome(name, queue.get())


async def producer(name, queue):
    await outcome(name, queue.put(name))


async def main():
    empty = asyncio.Queue()
    full = asyncio.Queue(1)
    full.put_nowait('first')
    tasks = [asyncio.create_task(consumer(name, empty)) for name in ('get a', 'get b')]
    tasks += [asyncio.create_task(producer(name, full)) for name in ('put a', 'put b')]
    await asyncio.sleep(10)
    empty.shutdown()
    full.shutdown()
    trace('shut down')
    await asyncio.gather(*tasks)
    trace(full.get_nowait())
