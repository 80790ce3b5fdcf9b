# ensureFuture gives a future back as it is and makes a task of a coroutine
# row: 2.2 ensure_future, 1.50, 1.63

import asyncio

from harness import attempt, trace


async def work():
    trace('work')
    return 'done'


async def main():
    future = asyncio.get_running_loop().create_future()
    trace(asyncio.ensure_future(future) is future)
    task = asyncio.create_task(work())
    trace(asyncio.ensure_future(task) is task)
    other = asyncio.ensure_future(work())
    trace(isinstance(other, asyncio.Task))
    trace(await task, await other)
    attempt('a number', lambda: asyncio.ensure_future(5))
    attempt('a function', lambda: asyncio.ensure_future(work))
