# The states of a future and a task, by name
# row: 1.45, 2.2 Future
# differs: asyncio knows PENDING, FINISHED and CANCELLED and keeps the name private; acoro's state is public, and says running while a task is stepped

import asyncio

from harness import trace


async def work():
    trace(asyncio.current_task()._state)
    await asyncio.sleep(1)


async def main():
    task = asyncio.create_task(work())
    trace(task._state)
    await asyncio.sleep(0)
    trace(task._state)
    await task
    trace(task._state)
    future = asyncio.get_running_loop().create_future()
    future.cancel()
    trace(future._state)
