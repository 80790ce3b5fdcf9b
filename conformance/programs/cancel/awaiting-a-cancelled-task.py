# Awaiting a cancelled task raises CancelledError without being cancelled oneself
# row: 2.2 Task.cancel, 2.2 Task.cancelled

import asyncio

from harness import outcome, trace


async def work():
    await asyncio.sleep(100)


async def main():
    task = asyncio.create_task(work())
    await asyncio.sleep(1)
    task.cancel('gone')
    await outcome('main', task)
    trace(asyncio.current_task().cancelling())
    await asyncio.sleep(5)
    trace('main goes on')
