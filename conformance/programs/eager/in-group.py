# A group of eager tasks: an error at once aborts the group, but not createTask
# row: 2.2 eager_task_factory, 2.2 TaskGroup.create_task

import asyncio

from harness import Boom, outcome, trace


async def fail():
    raise Boom('at once')


async def work():
    trace('work starts')
    await outcome('work', asyncio.sleep(10))


async def main():
    asyncio.get_running_loop().set_task_factory(asyncio.eager_task_factory)
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(work())
            task = group.create_task(fail())
            trace('created', task.done())
            await asyncio.sleep(0)
            trace('never')
    except BaseException as error:
        trace(error)
