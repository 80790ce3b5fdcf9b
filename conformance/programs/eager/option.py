# One task can be eager where others are not, and lazy where others are eager
# row: 2.2 Task, 2.1 create_task

import asyncio

from harness import trace


async def work(name):
    trace(name)


async def main():
    asyncio.create_task(work('lazy'))
    asyncio.create_task(work('eager'), eager_start=True)
    trace('created')
    await asyncio.sleep(0)
    asyncio.get_running_loop().set_task_factory(asyncio.eager_task_factory)
    asyncio.create_task(work('lazy again'), eager_start=False)
    asyncio.create_task(work('eager again'))
    trace('created')
    await asyncio.sleep(0)
