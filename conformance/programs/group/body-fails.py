# A failing body cancels the children and is one of the errors
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
            group.create_task(work('a'))
            group.create_task(work('b'))
            await asyncio.sleep(10)
            raise Boom('body')
    except BaseException as error:
        trace(error)
