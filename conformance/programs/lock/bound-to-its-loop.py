# A lock belongs to the loop in which somebody first waited for it
# row: 2.3 loop binding

import asyncio

from harness import new_loop, outcome, trace


async def hold(lock):
    await lock.acquire()
    task = asyncio.create_task(lock.acquire())
    await asyncio.sleep(0)
    lock.release()
    await task
    trace('bound')


async def foreign(lock):
    await outcome('another loop', lock.acquire())


def main(loop):
    lock = asyncio.Lock()
    loop.run_until_complete(hold(lock))
    other = new_loop()
    other.run_until_complete(foreign(lock))
