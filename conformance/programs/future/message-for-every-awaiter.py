# The message of a task's cancellation reaches everybody who awaits the task
# row: 2.2 Future.cancel
# differs: CPython hands the message to the first who asks and an empty CancelledError to the others; acoro tells each of them

import asyncio

from harness import outcome


async def work():
    await asyncio.sleep(100)


async def waiter(name, task):
    await outcome(name, task)


async def main():
    task = asyncio.create_task(work())
    waiters = [asyncio.create_task(waiter(name, task)) for name in ('first', 'second', 'third')]
    await asyncio.sleep(10)
    task.cancel('enough')
    await asyncio.wait(waiters)
