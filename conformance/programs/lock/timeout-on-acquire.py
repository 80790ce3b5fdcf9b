# A waiter that gives up after a time leaves the lock as it was
# row: 2.3 Lock, 2.2 wait_for

import asyncio

from harness import outcome, trace


async def main():
    lock = asyncio.Lock()
    await lock.acquire()
    await outcome('too late', asyncio.wait_for(lock.acquire(), 10))
    trace(lock.locked())
    lock.release()
    trace(lock.locked())
    await asyncio.wait_for(lock.acquire(), 10)
    trace(lock.locked())
