# A coroutine is awaited, or handed to a function that makes a task of it and gives a future back
# row: 1.63, 1.91, 1.27, 1.5

import asyncio

from harness import trace


async def work(name):
    trace(name)
    await asyncio.sleep(1)
    return name


async def main():
    trace(await work('awaited'))
    task = asyncio.create_task(work('as a task'))
    future = asyncio.gather(work('gathered'))
    shielded = asyncio.shield(work('shielded'))
    trace([asyncio.isfuture(each) for each in (task, future, shielded)], [each.done() for each in (task, future, shielded)])
    task.add_done_callback(lambda done: trace('told of', done.result()))
    trace(await task, await future, await shielded)
