# What is a future, what a coroutine, what neither
# row: 2.2 isfuture, 2.2 iscoroutine/iscoroutinefunction, 1.5

import asyncio
import inspect

from harness import trace


async def work():
    await asyncio.sleep(0)


async def main():
    future = asyncio.get_running_loop().create_future()
    task = asyncio.create_task(work())
    coro = work()
    for name, value in (('future', future), ('task', task), ('coroutine', coro), ('function', work), ('number', 5)):
        trace(name, asyncio.isfuture(value), asyncio.iscoroutine(value), inspect.iscoroutinefunction(value),
              inspect.isawaitable(value))
    await coro
    await task
