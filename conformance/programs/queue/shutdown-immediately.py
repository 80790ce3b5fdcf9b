# An immediate shutdown drops the items and lets join go
# row: 2.3 shutdown, 2.3 task_done/join

import asyncio

from harness import attempt, trace


async def joiner(queue):
    await queue.join()
    trace('joined')


async def main():
    queue = asyncio.Queue()
    for item in range(3):
        queue.put_nowait(item)
    trace(queue.get_nowait())
    task = asyncio.create_task(joiner(queue))
    await asyncio.sleep(10)
    queue.shutdown(immediate=True)
    trace(queue.qsize(), queue.empty())
    attempt('getNowait', queue.get_nowait)
    await asyncio.sleep(10)
    trace(task.done())
    queue.task_done()
    await task
