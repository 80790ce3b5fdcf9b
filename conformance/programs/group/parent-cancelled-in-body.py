# Cancelling the parent in the body reaches body and children
# row: 2.2 TaskGroup enter/exit

import asyncio

from harness import outcome, trace


async def work(name):
    try:
        await asyncio.sleep(100)
    finally:
        trace(name)


async def parent():
    async with asyncio.TaskGroup() as group:
        group.create_task(work('child'))
        await work('body')


async def main():
    task = asyncio.create_task(parent())
    await asyncio.sleep(10)
    task.cancel('outside')
    await outcome('task', task)
