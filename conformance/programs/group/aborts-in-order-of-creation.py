# A group cancels its children in order of creation
# row: 2.2 TaskGroup enter/exit

import asyncio

from harness import Boom, trace


async def work(name):
    try:
        await asyncio.sleep(100)
    finally:
        trace(name)


async def main():
    try:
        async with asyncio.TaskGroup() as group:
            for name in 'abcdefgh':
                group.create_task(work(name))
            await asyncio.sleep(10)
            raise Boom('body')
    except BaseException as error:
        trace(error)
