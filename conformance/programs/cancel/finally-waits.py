# A finally block may wait while the task is being cancelled
# row: 2.2 Task.cancel, 1.74

import asyncio

from harness import outcome, trace


async def work():
    try:
        await asyncio.sleep(100)
    finally:
        trace('cleaning')
        await asyncio.sleep(20)
        trace('clean')


async def main():
    task = asyncio.create_task(work())
    await asyncio.sleep(10)
    task.cancel()
    await asyncio.sleep(5)
    trace(task.done(), task.cancelling())
    await outcome('await', task)
