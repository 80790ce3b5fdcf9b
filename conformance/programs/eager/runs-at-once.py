# An eager task runs inside createTask until it first suspends
# row: 2.2 eager_task_factory, 2.2 Task

import asyncio

from harness import trace


async def work(name):
    trace(name, 'starts')
    await asyncio.sleep(0)
    trace(name, 'ends')


async def main():
    asyncio.get_running_loop().set_task_factory(asyncio.eager_task_factory)
    one = asyncio.create_task(work('one'))
    trace('created one', one.done())
    two = asyncio.create_task(work('two'))
    trace('created two', two.done())
    await one
    await two
