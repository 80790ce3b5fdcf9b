# A cancel from outside while a group whose body failed waits for its children: the errors come out, the cancellation stays due
# row: 2.2 TaskGroup enter/exit, 2.2 Task.cancel

import asyncio

from harness import Boom, outcome, trace


async def slow():
    try:
        await asyncio.sleep(100)
    finally:
        await asyncio.sleep(20)
        trace('child clean')


async def parent():
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(slow())
            await asyncio.sleep(5)
            raise Boom('body')
    except BaseException as error:
        trace('parent', error, asyncio.current_task().cancelling())
    await outcome('next wait', asyncio.sleep(10))


async def main():
    task = asyncio.create_task(parent())
    await asyncio.sleep(10)
    task.cancel('outside')
    await outcome('task', task)
    trace(task.cancelling())
