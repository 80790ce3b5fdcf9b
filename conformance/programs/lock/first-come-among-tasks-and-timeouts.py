# A waiter that gives up lets the one behind it move up
# row: 2.3 Lock, 2.2 timeout

import asyncio

from harness import trace


async def patient(name, lock):
    async with lock:
        trace(name, 'has it')
        await asyncio.sleep(5)


async def hurried(name, lock, ms):
    try:
        async with asyncio.timeout(ms):
            await patient(name, lock)
    except TimeoutError as error:
        trace(name, error)


async def main():
    lock = asyncio.Lock()
    await lock.acquire()
    tasks = [asyncio.create_task(hurried('a', lock, 10)), asyncio.create_task(patient('b', lock)),
             asyncio.create_task(hurried('c', lock, 28)), asyncio.create_task(patient('d', lock))]
    await asyncio.sleep(20)
    lock.release()
    await asyncio.gather(*tasks)
    trace(lock.locked())
