# Two producers and two consumers over a small queue
# row: 2.3 Queue, 2.2 gather, 1.30

import asyncio

from harness import trace


async def producer(name, queue, pause):
    for number in range(3):
        await queue.put(f'{name}{number}')
        trace(name, 'put', number)
        await asyncio.sleep(pause)


async def consumer(name, queue, pause):
    while True:
        item = await queue.get()
        trace(name, 'got', item)
        await asyncio.sleep(pause)
        queue.task_done()


async def main():
    queue = asyncio.Queue(1)
    consumers = [asyncio.create_task(consumer('x', queue, 7)), asyncio.create_task(consumer('y', queue, 11))]
    await asyncio.gather(producer('a', queue, 1), producer('b', queue, 2))
    await queue.join()
    for task in consumers:
        task.cancel()
    trace('joined')
