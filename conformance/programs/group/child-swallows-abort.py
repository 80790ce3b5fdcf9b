# A child that swallows the cancellation holds the group up until it ends
# row: 2.2 TaskGroup enter/exit

import asyncio

from harness import Boom, trace


async def stubborn():
    try:
        await asyncio.sleep(100)
    except asyncio.CancelledError:
        trace('swallowed')
    await asyncio.sleep(50)
    trace('stubborn done')


async def fail():
    await asyncio.sleep(10)
    raise Boom('child')


async def main():
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(stubborn())
            group.create_task(fail())
    except BaseException as error:
        trace(error)
