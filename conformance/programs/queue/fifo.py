# Items come out in the order they went in, to those who wait in the order they came
# row: 2.3 Queue, 1.90

import asyncio

from harness import trace


async def consumer(name, queue):
    trace(name, await queue.get())


async def main():
    queue = asyncio.Queue()
    trace(queue.empty(), queue.full(), queue.qsize(), queue.maxsize)
    tasks = [asyncio.create_task(consumer(name, queue)) for name in 'abc']
    await asyncio.sleep(10)
    for item in (1, 2, 3, 4):
        queue.put_nowait(item)
    trace(queue.qsize())
    await asyncio.gather(*tasks)
    trace(queue.qsize(), queue.get_nowait(), queue.empty())
