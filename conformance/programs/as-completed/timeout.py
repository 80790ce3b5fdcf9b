# After the deadline every one that is left is a TimeoutError, and none is cancelled
# row: 2.2 as_completed

import asyncio

from harness import outcome, trace


async def work(ms):
    await asyncio.sleep(ms)
    return ms


async def main():
    tasks = [asyncio.create_task(work(ms)) for ms in (10, 50, 60)]
    for next_one in asyncio.as_completed(tasks, timeout=20):
        await outcome('next', next_one)
    trace([task.done() for task in tasks])
    await asyncio.sleep(50)
    trace([task.cancelled() for task in tasks])
