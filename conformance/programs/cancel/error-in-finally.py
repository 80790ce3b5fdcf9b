# An error raised while being cancelled is what the task ends with
# row: 2.2 Task.cancel, 2.2 Task.cancelled

import asyncio

from harness import Boom, outcome, trace


async def work():
    try:
        await asyncio.sleep(100)
    finally:
        raise Boom('in finally')


async def main():
    task = asyncio.create_task(work())
    await asyncio.sleep(10)
    task.cancel()
    await outcome('await', task)
    trace(task.cancelled(), task.exception())
