# A body that fails at once leaves children that never ran
# row: 2.2 TaskGroup enter/exit

import asyncio

from harness import Boom, trace


async def work(name):
    trace('never', name)


async def main():
    try:
        async with asyncio.TaskGroup() as group:
            task = group.create_task(work('a'))
            raise Boom('at once')
    except BaseException as error:
        trace(error, task.cancelled())
