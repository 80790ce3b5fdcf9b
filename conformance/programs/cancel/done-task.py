# Cancelling a finished task changes nothing and says so
# row: 2.2 Task.cancel

import asyncio

from harness import trace


async def work():
    return 'result'


async def main():
    task = asyncio.create_task(work())
    await task
    trace(task.cancel(), task.cancelled(), task.cancelling(), task.result())
