# Cancelling who waits cancels none of those waited for
# row: 2.2 wait

import asyncio

from harness import outcome, trace


async def work(ms):
    await asyncio.sleep(ms)
    trace('done', ms)


async def waiting(tasks):
    await outcome('waiting', asyncio.wait(tasks))


async def main():
    tasks = [asyncio.create_task(work(ms)) for ms in (10, 30)]
    task = asyncio.create_task(waiting(tasks))
    await asyncio.sleep(20)
    task.cancel()
    await task
    trace([task.done() for task in tasks])
    await asyncio.sleep(20)
