# An eager task that awaits its creator waits until that is done
# row: 2.2 eager_task_factory, 2.2 step protocol

import asyncio

from harness import trace


async def work(creator):
    trace('waits for', creator)
    trace('got', await creator)


async def creator(tasks):
    tasks.append(asyncio.create_task(work(asyncio.current_task()), eager_start=True))
    trace('creator goes on')
    return 'from the creator'


async def main():
    tasks = []
    await asyncio.create_task(creator(tasks), name='creator')
    await tasks[0]
