# After a swallowed cancellation the task waits undisturbed, though it still counts as cancelling
# row: 2.2 Task.cancel

import asyncio

from harness import outcome, trace


async def work():
    await outcome('first', asyncio.sleep(100))
    trace(asyncio.current_task().cancelling())
    await asyncio.sleep(10)
    await outcome('second', asyncio.sleep(100))
    return 'end'


async def main():
    task = asyncio.create_task(work())
    await asyncio.sleep(1)
    task.cancel('one')
    await asyncio.sleep(50)
    task.cancel('two')
    await outcome('await', task)
    trace(task.cancelling())
