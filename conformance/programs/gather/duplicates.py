# The same awaitable twice runs once and gives its result twice
# row: 2.2 gather

import asyncio

from harness import trace


async def work():
    trace('runs')
    return 1


async def main():
    coro = work()
    task = asyncio.create_task(work())
    trace(await asyncio.gather(coro, coro))
    trace(await asyncio.gather(task, asyncio.sleep(5, 'x'), task))
