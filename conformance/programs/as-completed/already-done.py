# What is done already comes first, what is named twice comes once
# row: 2.2 as_completed

import asyncio

from harness import attempt, trace


async def work(ms):
    await asyncio.sleep(ms)
    return ms


async def main():
    done = asyncio.get_running_loop().create_future()
    done.set_result('done')
    task = asyncio.create_task(work(5))
    for next_one in asyncio.as_completed([task, done, task]):
        trace(await next_one)
    trace(list(asyncio.as_completed([])))
    attempt('a task', lambda: asyncio.as_completed(task))
