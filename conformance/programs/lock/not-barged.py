# Who releases and takes again at once stands behind the waiter
# row: 2.3 Lock

import asyncio

from harness import trace


async def waiter(lock):
    async with lock:
        trace('waiter has it')


async def main():
    lock = asyncio.Lock()
    await lock.acquire()
    task = asyncio.create_task(waiter(lock))
    await asyncio.sleep(0)
    lock.release()
    trace('released', lock.locked())
    await lock.acquire()
    trace('main has it again')
    lock.release()
    await task
