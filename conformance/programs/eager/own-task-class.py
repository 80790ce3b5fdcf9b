# An eager factory can make tasks of a class of one's own
# row: 2.2 eager_task_factory

import asyncio

from harness import trace


class Mine(asyncio.Task):
    pass


async def work():
    trace('runs at once')
    await asyncio.sleep(1)
    return 'value'


async def main():
    asyncio.get_running_loop().set_task_factory(asyncio.create_eager_task_factory(Mine))
    task = asyncio.create_task(work())
    trace(isinstance(task, Mine))
    trace(await task)
