# A second cancel while the children clean up does not cut that short
# row: 2.2 TaskGroup enter/exit

import asyncio

from harness import outcome, trace


async def work():
    try:
        await asyncio.sleep(100)
    finally:
        await asyncio.sleep(30)
        trace('clean')


async def parent():
    async with asyncio.TaskGroup() as group:
        group.create_task(work())


async def main():
    task = asyncio.create_task(parent())
    await asyncio.sleep(10)
    task.cancel('one')
    await asyncio.sleep(10)
    task.cancel('two')
    trace(task.cancelling())
    await outcome('task', task)
