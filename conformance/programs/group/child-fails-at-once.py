# A child that fails in its first step, with a body that ends at once
# row: 2.2 TaskGroup enter/exit

import asyncio

from harness import Boom, outcome, trace


async def fail():
    raise Boom('at once')


async def other():
    trace('other runs')
    await outcome('other', asyncio.sleep(10))


async def main():
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(fail())
            group.create_task(other())
            trace('body done')
    except BaseException as error:
        trace(error, asyncio.current_task().cancelling())
