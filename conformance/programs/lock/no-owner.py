# A lock has no owner: another task may release it, and its holder deadlocks on it
# row: 2.3 Lock

import asyncio

from harness import trace


async def release(lock):
    lock.release()
    trace('released by another')


async def main():
    lock = asyncio.Lock()
    await lock.acquire()
    task = asyncio.create_task(release(lock))
    await lock.acquire()
    trace('acquired again')
    await task
    await lock.acquire()
    trace('never')
