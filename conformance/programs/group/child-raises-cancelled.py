# A child that raises CancelledError itself counts as cancelled
# row: 2.2 TaskGroup enter/exit

import asyncio

from harness import trace


async def work():
    raise asyncio.CancelledError('by hand')


async def main():
    async with asyncio.TaskGroup() as group:
        task = group.create_task(work())
        await asyncio.sleep(10)
        trace('body goes on')
    trace(task.cancelled())
