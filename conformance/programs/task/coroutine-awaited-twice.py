# A coroutine can be awaited once
# row: 1.3, 2.2 step protocol

import asyncio

from harness import outcome


async def work():
    await asyncio.sleep(1)
    return 'done'


async def main():
    coro = work()
    await outcome('first', coro)
    await outcome('second', coro)
