# FIRST_COMPLETED returns with the first that is done, and cancels nobody
# row: 2.2 wait

import asyncio

from harness import trace


async def work(ms):
    await asyncio.sleep(ms)
    trace('done', ms)


async def main():
    tasks = [asyncio.create_task(work(ms), name=str(ms)) for ms in (10, 30, 20)]
    while tasks:
        done, tasks = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        trace(done, tasks)
