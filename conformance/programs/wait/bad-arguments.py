# wait takes a list of futures, not empty, and a known return condition
# row: 2.2 wait

import asyncio

from harness import outcome


async def work():
    pass


async def main():
    task = asyncio.create_task(work())
    coro = work()
    await outcome('empty', asyncio.wait([]))
    await outcome('a task', asyncio.wait(task))
    await outcome('a coroutine', asyncio.wait([coro]))
    await outcome('return when', asyncio.wait([task], return_when='SOMETIME'))
    coro.close()
