# A task that raises CancelledError itself ends cancelled
# row: 2.2 Task.cancelled, 2.2 exceptions

import asyncio

from harness import outcome, trace


async def work():
    raise asyncio.CancelledError('by hand')


async def main():
    task = asyncio.create_task(work())
    await outcome('await', task)
    trace(task.cancelled(), task.cancelling())
