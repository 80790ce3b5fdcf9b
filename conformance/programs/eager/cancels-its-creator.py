# An eager task that cancels its creator while starting
# row: 2.2 eager_task_factory, 2.2 Task.cancel

import asyncio

from harness import outcome, trace


async def work(creator):
    creator.cancel('from the child')
    trace('cancelled the creator')


async def creator():
    asyncio.create_task(work(asyncio.current_task()), eager_start=True)
    trace('still running')
    await outcome('next wait', asyncio.sleep(10))


async def main():
    await asyncio.create_task(creator())
