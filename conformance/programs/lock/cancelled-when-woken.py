# A waiter cancelled after it was woken hands the lock to the next
# row: 2.3 Lock, 2.2 Task.cancel

import asyncio

from harness import trace


async def waiter(name, lock):
    try:
        async with lock:
            trace(name, 'has it')
    except asyncio.CancelledError:
        trace(name, 'cancelled')
        raise


async def main():
    lock = asyncio.Lock()
    await lock.acquire()
    tasks = [asyncio.create_task(waiter(name, lock)) for name in 'ab']
    await asyncio.sleep(10)
    lock.release()
    tasks[0].cancel()
    await asyncio.wait(tasks)
    trace(lock.locked())
