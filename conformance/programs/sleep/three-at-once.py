# Three sleeps of 1, 2 and 4 seconds take four
# row: 1.95, 2.2 sleep

import asyncio

from harness import trace


async def work(ms):
    await asyncio.sleep(ms)
    trace('slept', ms)


async def main():
    loop = asyncio.get_running_loop()
    start = loop.time()
    await asyncio.wait([asyncio.create_task(work(ms)) for ms in (1000, 2000, 4000)])
    trace(loop.time() - start)
