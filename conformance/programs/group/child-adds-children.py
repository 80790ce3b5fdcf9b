# A child may add children while the group waits for its end
# row: 2.2 TaskGroup.create_task

import asyncio

from harness import trace


async def work(name):
    await asyncio.sleep(10)
    trace(name)


async def spawner(group):
    await asyncio.sleep(5)
    group.create_task(work('grandchild'))
    trace('spawned')


async def main():
    async with asyncio.TaskGroup() as group:
        group.create_task(spawner(group))
    trace('left')
