# Several releases in one step let several in
# row: 2.3 Semaphore

import asyncio

from harness import trace


async def waiter(name, semaphore):
    await semaphore.acquire()
    trace(name)


async def main():
    semaphore = asyncio.Semaphore(0)
    tasks = [asyncio.create_task(waiter(name, semaphore)) for name in 'abcd']
    await asyncio.sleep(10)
    for _ in range(3):
        semaphore.release()
    await asyncio.sleep(10)
    trace([task.done() for task in tasks], semaphore.locked())
    semaphore.release()
    await asyncio.gather(*tasks)
