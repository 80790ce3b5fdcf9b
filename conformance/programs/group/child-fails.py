# One failing child cancels the others, and all errors come out in a group
# row: 2.2 TaskGroup enter/exit

import asyncio

from harness import Boom, trace


async def fail(ms):
    await asyncio.sleep(ms)
    raise Boom(f'after {ms}')


async def work(name):
    try:
        await asyncio.sleep(100)
    except asyncio.CancelledError:
        trace(name, 'cancelled')
        raise


async def main():
    try:
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(work('a')), group.create_task(fail(10)), group.create_task(work('b'))]
    except BaseException as error:
        trace(error)
    trace([task.cancelled() for task in tasks], asyncio.current_task().cancelling())
