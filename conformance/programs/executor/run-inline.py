# What an executor runs comes back as a future, result or error
# row: 2.1 run_in_executor, 1.87, 2.1 set_default_executor

import asyncio

from harness import Boom, InlineExecutor, attempt, outcome, trace


def compute(a, b):
    trace('compute', a, b)
    return a + b


def fail():
    raise Boom('in the executor')


async def main():
    loop = asyncio.get_running_loop()
    executor = InlineExecutor()
    future = loop.run_in_executor(executor, compute, 1, 2)
    trace(asyncio.isfuture(future))
    trace(await future)
    await outcome('fail', loop.run_in_executor(executor, fail))
    loop.set_default_executor(executor)
    trace(await loop.run_in_executor(None, compute, 3, 4))
    attempt('no executor', lambda: loop.set_default_executor(5))
