# A cancel from outside while a group aborts: the errors come out, and the cancellation stays due
# row: 2.2 TaskGroup enter/exit

import asyncio

from harness import Boom, outcome, trace


async def fail():
    await asyncio.sleep(10)
    raise Boom('child')


async def slow():
    try:
        await asyncio.sleep(100)
    finally:
        await asyncio.sleep(30)
        trace('slow clean')


async def parent():
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(fail())
            group.create_task(slow())
            await asyncio.sleep(100)
    except BaseException as error:
        trace('parent', error, asyncio.current_task().cancelling())
    await outcome('next wait', asyncio.sleep(10))


async def main():
    task = asyncio.create_task(parent())
    await asyncio.sleep(20)
    task.cancel('outside')
    await outcome('task', task)
    trace(task.cancelling())
