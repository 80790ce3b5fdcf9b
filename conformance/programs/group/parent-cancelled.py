# Cancelling the parent cancels the children and comes out as a cancellation
# row: 2.2 TaskGroup enter/exit

import asyncio

from harness import outcome, trace


async def work(name):
    try:
        await asyncio.sleep(100)
    finally:
        trace(name)


async def parent():
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(work('a'))
            group.create_task(work('b'))
    except BaseException as error:
        trace('parent', error, asyncio.current_task().cancelling())
        raise


async def main():
    task = asyncio.create_task(parent())
    await asyncio.sleep(10)
    task.cancel('outside')
    await outcome('task', task)
