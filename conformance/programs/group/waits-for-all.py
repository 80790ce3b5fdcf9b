# A group ends when all its tasks have, and gives their results
# row: 2.2 TaskGroup enter/exit, 2.2 TaskGroup.create_task

import asyncio

from harness import trace


async def work(name, ms):
    await asyncio.sleep(ms)
    trace(name)
    return name


async def main():
    async with asyncio.TaskGroup() as group:
        one = group.create_task(work('one', 20))
        two = group.create_task(work('two', 10), name='second')
        trace('body done', two)
    trace(one.result(), two.result())
