# join waits until every item was reported done
# row: 2.3 task_done/join

import asyncio

from harness import attempt, trace


async def worker(queue):
    while True:
        item = await queue.get()
        await asyncio.sleep(item)
        trace('done', item)
        queue.task_done()


async def main():
    queue = asyncio.Queue()
    await queue.join()
    trace('nothing to do')
    for item in (10, 20, 5):
        queue.put_nowait(item)
    workers = [asyncio.create_task(worker(queue)) for _ in range(2)]
    await queue.join()
    trace('joined')
    for task in workers:
        task.cancel()
    attempt('once too often', queue.task_done)
    try:
        queue.task_done()
    except ValueError as error:
        trace(str(error))
