# A full queue makes producers wait, in order
# row: 2.3 Queue

import asyncio

from harness import trace


async def producer(name, queue):
    trace(name, 'puts')
    await queue.put(name)
    trace(name, 'has put')


async def main():
    queue = asyncio.Queue(2)
    tasks = [asyncio.create_task(producer(name, queue)) for name in 'abcd']
    await asyncio.sleep(10)
    trace(queue.full(), queue.qsize())
    for _ in range(4):
        trace('got', await queue.get())
        await asyncio.sleep(10)
    await asyncio.gather(*tasks)
