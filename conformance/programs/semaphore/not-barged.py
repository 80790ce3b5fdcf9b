# Nobody overtakes those who wait for a permit
# row: 2.3 Semaphore

import asyncio

from harness import trace


async def waiter(name, semaphore):
    await semaphore.acquire()
    trace(name)


async def main():
    semaphore = asyncio.Semaphore(0)
    tasks = [asyncio.create_task(waiter(name, semaphore)) for name in 'ab']
    await asyncio.sleep(10)
    semaphore.release()
    trace(semaphore.locked())
    late = asyncio.create_task(waiter('late', semaphore))
    semaphore.release()
    semaphore.release()
    trace(semaphore.locked())
    await semaphore_done(tasks + [late])
    trace(semaphore.locked())


async def semaphore_done(tasks):
    await asyncio.gather(*tasks)
