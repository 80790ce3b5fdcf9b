# Children that fail in the same iteration are both reported
# row: 2.2 TaskGroup enter/exit

import asyncio

from harness import Boom, trace


async def fail(name):
    await asyncio.sleep(10)
    raise Boom(name)


async def main():
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(fail('a'))
            group.create_task(fail('b'))
    except BaseException as error:
        trace(error)
