# A body that swallows the group's cancellation ends normally, and the errors come out
# row: 2.2 TaskGroup enter/exit

import asyncio

from harness import Boom, outcome, trace


async def fail():
    await asyncio.sleep(10)
    raise Boom('child')


async def main():
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(fail())
            await outcome('body', asyncio.sleep(100))
            await asyncio.sleep(20)
            trace('body goes on', asyncio.current_task().cancelling())
    except BaseException as error:
        trace(error, asyncio.current_task().cancelling())
