# Releasing a lock that nobody holds is an error
# row: 2.3 Lock

import asyncio

from harness import attempt, trace


async def main():
    lock = asyncio.Lock()
    attempt('release', lock.release)
    await lock.acquire()
    lock.release()
    attempt('release again', lock.release)
    try:
        lock.release()
    except RuntimeError as error:
        trace(str(error))
