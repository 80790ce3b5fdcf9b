# A task factory sees every task and may be taken away again
# row: 2.1 set_task_factory/get_task_factory, 2.1 create_task

import asyncio

from harness import attempt, trace


async def work(name):
    trace(name)


async def main():
    loop = asyncio.get_running_loop()
    trace(loop.get_task_factory())

    def factory(loop, coro, **options):
        trace('factory', options.get('name'))
        return asyncio.Task(coro, loop=loop, **options)

    loop.set_task_factory(factory)
    trace(loop.get_task_factory() is factory)
    one = asyncio.create_task(work('one'), name='first')
    two = loop.create_task(work('two'), name='second')
    await asyncio.gather(one, two)
    attempt('a number', lambda: loop.set_task_factory(5))
    loop.set_task_factory(None)
    trace(loop.get_task_factory())
    await asyncio.create_task(work('three'))
