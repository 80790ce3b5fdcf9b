# A queue holds anything, futures too: work is handed over with the promise of its result
# row: 1.90, 2.3 Queue

import asyncio

from harness import trace


async def worker(queue):
    while True:
        number, future = await queue.get()
        await asyncio.sleep(10)
        future.set_result(number * number)


async def ask(queue, number):
    future = asyncio.get_running_loop().create_future()
    await queue.put((number, future))
    return await future


async def main():
    queue = asyncio.Queue()
    task = asyncio.create_task(worker(queue))
    trace(await asyncio.gather(*(ask(queue, number) for number in range(4))))
    task.cancel()
