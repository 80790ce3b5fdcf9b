# Any iterable of futures will do, and one named twice counts once
# row: 2.2 wait

import asyncio

from harness import trace


async def work(ms):
    await asyncio.sleep(ms)


async def main():
    tasks = [asyncio.create_task(work(ms), name=str(ms)) for ms in (10, 20)]
    trace(await asyncio.wait((task for task in tasks)))
    trace(await asyncio.wait([tasks[0], tasks[0], tasks[1]]))
    trace(await asyncio.wait(set(tasks)))
