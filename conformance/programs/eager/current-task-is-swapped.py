# While an eager task starts it is the current task; then its creator is again
# row: 2.2 eager_task_factory, 2.2 current_task/all_tasks

import asyncio

from harness import trace


async def work():
    trace('inside', asyncio.current_task())
    await asyncio.sleep(0)
    trace('later', asyncio.current_task())


async def main():
    asyncio.get_running_loop().set_task_factory(asyncio.eager_task_factory)
    asyncio.current_task().set_name('main')
    task = asyncio.create_task(work(), name='eager')
    trace('outside', asyncio.current_task())
    await task
    trace('outside', asyncio.current_task())
