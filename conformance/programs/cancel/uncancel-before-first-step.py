# A task cancelled and uncancelled before its first step runs
# row: 2.2 uncancel/cancelling

import asyncio

from harness import outcome, trace


async def work():
    trace('runs', asyncio.current_task().cancelling())
    await asyncio.sleep(5)
    return 'result'


async def main():
    task = asyncio.create_task(work())
    task.cancel()
    trace(task.uncancel())
    await outcome('await', task)
