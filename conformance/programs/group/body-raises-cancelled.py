# A body that raises CancelledError cancels the children, and it comes out bare
# row: 2.2 TaskGroup enter/exit

import asyncio

from harness import trace


async def work(name):
    try:
        await asyncio.sleep(100)
    finally:
        trace(name)


async def main():
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(work('a'))
            await asyncio.sleep(1)
            raise asyncio.CancelledError('by hand')
    except BaseException as error:
        trace(error)
