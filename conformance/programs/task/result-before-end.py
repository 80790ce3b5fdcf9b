# A running task has no result yet
# row: 2.2 result, 2.2 exception

import asyncio

from harness import attempt


async def work():
    await asyncio.sleep(5)


async def main():
    task = asyncio.create_task(work())
    attempt('result', task.result)
    attempt('exception', task.exception)
    await asyncio.sleep(1)
    attempt('result', task.result)
    await task
    attempt('result', task.result)
    attempt('exception', task.exception)
