# Taking a free lock takes no turn of the loop
# row: 2.3 Lock

import asyncio

from harness import trace


async def main():
    lock = asyncio.Lock()
    asyncio.get_running_loop().call_soon(trace, 'callback')
    await lock.acquire()
    lock.release()
    await lock.acquire()
    lock.release()
    trace('twice')
    await asyncio.sleep(0)
