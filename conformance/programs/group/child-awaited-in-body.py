# A body that awaits the failing child is cancelled, and the error is reported once
# row: 2.2 TaskGroup enter/exit

import asyncio

from harness import Boom, outcome, trace


async def fail():
    await asyncio.sleep(10)
    raise Boom('child')


async def main():
    try:
        async with asyncio.TaskGroup() as group:
            task = group.create_task(fail())
            await task
    except BaseException as error:
        trace(error)
    try:
        async with asyncio.TaskGroup() as group:
            task = group.create_task(fail())
            await outcome('body', task)
            await outcome('next', asyncio.sleep(10))
    except BaseException as error:
        trace(error)
