# wait gives those that are done and those that are not
# row: 2.2 wait, 1.69, 1.72

import asyncio

from harness import trace


async def work(ms):
    await asyncio.sleep(ms)


async def main():
    tasks = [asyncio.create_task(work(ms), name=str(ms)) for ms in (10, 30, 20)]
    trace(await asyncio.wait(tasks))
    trace(await asyncio.wait(tasks))
