# A group that is shutting down takes no more tasks
# row: 2.2 TaskGroup.create_task

import asyncio

from harness import Boom, attempt, trace


async def work():
    trace('never')


async def late(group):
    try:
        await asyncio.sleep(100)
    finally:
        attempt('late', lambda: group.create_task(work()))


async def fail():
    await asyncio.sleep(10)
    raise Boom('child')


async def main():
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(late(group))
            group.create_task(fail())
    except BaseException as error:
        trace(error)
