# Cancelling what waits for an executor does not undo what has run
# row: 2.1 run_in_executor, 2.2 Task.cancel

import asyncio

from harness import InlineExecutor, outcome, trace


def work():
    trace('runs')
    return 'value'


async def waiting(future):
    await outcome('waiting', future)


async def main():
    loop = asyncio.get_running_loop()
    future = loop.run_in_executor(InlineExecutor(), work)
    await asyncio.sleep(5)
    trace(future.done(), future.cancel())
    await waiting(future)
