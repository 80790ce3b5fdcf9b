# A cancel after the awaited future failed wins over its error
# row: 2.2 Task.cancel

import asyncio

from harness import Boom, outcome, trace


async def work(future):
    await outcome('work', future)


async def main():
    future = asyncio.get_running_loop().create_future()
    task = asyncio.create_task(work(future))
    await asyncio.sleep(10)
    future.set_exception(Boom('lost'))
    task.cancel('wins')
    await task
    trace(future.exception())
