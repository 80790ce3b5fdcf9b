# A task that cancels itself and never waits again ends cancelled, not with its result
# row: 2.2 Task.cancel, 2.2 Task.cancelled

import asyncio

from harness import outcome, trace


async def work():
    asyncio.current_task().cancel()
    return 'result'


async def main():
    task = asyncio.create_task(work())
    await outcome('await', task)
    trace(task.cancelled(), task.cancelling())
