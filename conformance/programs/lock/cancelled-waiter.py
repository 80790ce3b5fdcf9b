# A waiter that is cancelled leaves the line
# row: 2.3 Lock, 2.2 Task.cancel

import asyncio

from harness import trace


async def waiter(name, lock):
    try:
        async with lock:
            trace(name, 'has it')
            await asyncio.sleep(5)
    except asyncio.CancelledError:
        trace(name, 'cancelled')
        raise


async def main():
    lock = asyncio.Lock()
    await lock.acquire()
    tasks = [asyncio.create_task(waiter(name, lock)) for name in 'abc']
    await asyncio.sleep(10)
    tasks[0].cancel()
    await asyncio.sleep(10)
    lock.release()
    await asyncio.wait(tasks)
    trace(lock.locked())
