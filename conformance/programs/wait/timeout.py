# A timeout raises nothing and cancels nobody
# row: 2.2 wait

import asyncio

from harness import trace


async def work(ms):
    await asyncio.sleep(ms)
    trace('done', ms)


async def main():
    tasks = [asyncio.create_task(work(ms), name=str(ms)) for ms in (10, 30)]
    trace(await asyncio.wait(tasks, timeout=20))
    trace(await asyncio.wait(tasks, timeout=0))
    trace(await asyncio.wait(tasks, timeout=100))
