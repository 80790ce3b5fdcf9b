# Time stands still while code runs, and moves only where everything waits
# row: 2.1 time, 1.17

import asyncio

from harness import trace


async def main():
    loop = asyncio.get_running_loop()
    trace(loop.time())
    await asyncio.sleep(0)
    trace(loop.time())
    await asyncio.sleep(12)
    trace(loop.time())
    await asyncio.gather(asyncio.sleep(30), asyncio.sleep(10), asyncio.sleep(20))
    trace(loop.time())
