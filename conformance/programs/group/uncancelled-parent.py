# A group in a task that has swallowed a cancel earlier keeps the count
# row: 2.2 TaskGroup enter/exit, 2.2 uncancel/cancelling

import asyncio

from harness import Boom, outcome, trace


async def fail():
    await asyncio.sleep(10)
    raise Boom('child')


async def parent():
    await outcome('first', asyncio.sleep(100))
    trace(asyncio.current_task().cancelling())
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(fail())
            await asyncio.sleep(100)
    except BaseException as error:
        trace(error, asyncio.current_task().cancelling())
    await outcome('after', asyncio.sleep(5))


async def main():
    task = asyncio.create_task(parent())
    await asyncio.sleep(1)
    task.cancel('earlier')
    await outcome('task', task)
    trace(task.cancelling())
