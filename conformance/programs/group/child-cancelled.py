# A child that is cancelled is no error, and the group goes on
# row: 2.2 TaskGroup enter/exit

import asyncio

from harness import trace


async def work(name):
    await asyncio.sleep(20)
    trace(name)


async def main():
    async with asyncio.TaskGroup() as group:
        one = group.create_task(work('one'))
        group.create_task(work('two'))
        await asyncio.sleep(10)
        one.cancel()
        trace('cancelled one')
    trace(one.cancelled(), asyncio.current_task().cancelling())
