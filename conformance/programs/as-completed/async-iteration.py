# Iterated asynchronously it gives the very tasks, done
# row: 2.2 as_completed, 1.71

import asyncio

from harness import trace


async def work(ms):
    await asyncio.sleep(ms)
    return ms


async def main():
    tasks = [asyncio.create_task(work(ms), name=f'task {ms}') for ms in (30, 10, 20)]
    async for task in asyncio.as_completed(tasks):
        trace(task, task in tasks, task.done(), await task)
