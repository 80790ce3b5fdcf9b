# A task starts in the next iteration, in order of creation
# row: 2.2 Task, 2.2 create_task, 1.46, 1.48, 1.57

import asyncio

from harness import trace


async def work(name):
    trace(name)
    return name


async def main():
    one = asyncio.create_task(work('one'))
    two = asyncio.create_task(work('two'))
    trace('created', one.done(), two.done())
    trace(await two, await one)
