# Only a coroutine can become a task
# row: 2.2 Task

import asyncio

from harness import attempt


async def work():
    pass


async def main():
    loop = asyncio.get_running_loop()
    attempt('a number', lambda: asyncio.create_task(5))
    attempt('a function', lambda: asyncio.create_task(work))
    attempt('a future', lambda: asyncio.create_task(loop.create_future()))
