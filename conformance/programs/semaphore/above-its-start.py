# A semaphore may be released above its start, a bounded one may not
# row: 2.3 Semaphore, 2.3 BoundedSemaphore

import asyncio

from harness import attempt, trace


async def main():
    semaphore = asyncio.Semaphore(1)
    semaphore.release()
    semaphore.release()
    for _ in range(3):
        await semaphore.acquire()
    trace(semaphore.locked())
    bounded = asyncio.BoundedSemaphore(1)
    attempt('release', bounded.release)
    try:
        bounded.release()
    except ValueError as error:
        trace(str(error))
    await bounded.acquire()
    bounded.release()
    trace(bounded.locked())
    attempt('below zero', lambda: asyncio.Semaphore(-1))
    attempt('bounded below zero', lambda: asyncio.BoundedSemaphore(-1))
