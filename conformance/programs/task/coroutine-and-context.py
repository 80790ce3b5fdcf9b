# A task shows its coroutine and its context
# row: 2.2 get_coro/get_context/get_name/set_name

import asyncio
import contextvars

from harness import trace


async def work():
    await asyncio.sleep(1)


async def main():
    coro = work()
    task = asyncio.create_task(coro)
    trace(task.get_coro() is coro, task.get_loop() is asyncio.get_running_loop())
    trace(isinstance(task.get_context(), contextvars.Context), task.get_context() is task.get_context())
    await task
    trace(task.get_coro() is coro)
