# An error in an inner group aborts the outer one as a nested group of errors
# row: 2.2 TaskGroup enter/exit

import asyncio

from harness import Boom, trace


async def fail():
    await asyncio.sleep(10)
    raise Boom('inner child')


async def work(name):
    try:
        await asyncio.sleep(100)
    finally:
        trace(name)


async def inner():
    async with asyncio.TaskGroup() as group:
        group.create_task(fail())
        group.create_task(work('inner sibling'))


async def main():
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(inner())
            group.create_task(work('outer sibling'))
    except BaseException as error:
        trace(error)
