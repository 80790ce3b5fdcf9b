# Permits of cancelled waiters are not lost, woken or not
# row: 2.3 Semaphore, 2.2 Task.cancel

import asyncio

from harness import trace


async def waiter(name, semaphore):
    try:
        await semaphore.acquire()
        trace(name, 'in')
    except asyncio.CancelledError:
        trace(name, 'cancelled')
        raise


async def main():
    semaphore = asyncio.Semaphore(0)
    tasks = [asyncio.create_task(waiter(name, semaphore)) for name in 'abcd']
    await asyncio.sleep(10)
    tasks[1].cancel()
    semaphore.release()
    tasks[0].cancel()
    await asyncio.sleep(10)
    trace([task.done() for task in tasks])
    semaphore.release()
    await asyncio.wait(tasks)
    trace(semaphore.locked())
