# A coroutine that somebody awaits cannot be awaited by another
# row: 1.3, 2.2 step protocol

import asyncio

from harness import outcome


async def work():
    await asyncio.sleep(10)
    return 'done'


async def waiter(name, coro):
    await outcome(name, coro)


async def main():
    coro = work()
    await asyncio.gather(waiter('first', coro), waiter('second', coro))
