# Children of inner and outer group that fail together are both reported
# row: 2.2 TaskGroup enter/exit

import asyncio

from harness import Boom, trace


async def fail(name):
    await asyncio.sleep(10)
    raise Boom(name)


async def main():
    try:
        async with asyncio.TaskGroup() as outer:
            outer.create_task(fail('outer child'))
            async with asyncio.TaskGroup() as inner:
                inner.create_task(fail('inner child'))
    except BaseException as error:
        trace(error, asyncio.current_task().cancelling())
