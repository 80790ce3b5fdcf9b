# A timeout around a group cancels its tasks and comes out as one TimeoutError
# row: 2.2 timeout, 2.2 TaskGroup enter/exit

import asyncio

from harness import trace


async def work(name):
    try:
        await asyncio.sleep(100)
    finally:
        trace(name)


async def main():
    try:
        async with asyncio.timeout(10):
            async with asyncio.TaskGroup() as group:
                group.create_task(work('a'))
                group.create_task(work('b'))
                trace('started')
    except BaseException as error:
        trace(error, asyncio.current_task().cancelling())
