# A cancel from outside in the iteration in which a child fails
# row: 2.2 TaskGroup enter/exit

import asyncio

from harness import Boom, outcome, trace


async def fail(future):
    await future
    raise Boom('child')


async def parent(future):
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(fail(future))
            await asyncio.sleep(100)
    except BaseException as error:
        trace('parent', error, asyncio.current_task().cancelling())
    await outcome('next wait', asyncio.sleep(10))


async def main():
    for first in ('cancel', 'error'):
        future = asyncio.get_running_loop().create_future()
        task = asyncio.create_task(parent(future))
        await asyncio.sleep(10)
        future.set_result(None)
        if first == 'error':
            await asyncio.sleep(0)
        task.cancel('outside')
        await outcome(first, task)
