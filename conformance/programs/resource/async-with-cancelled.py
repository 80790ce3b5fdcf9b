# A cancelled body still leaves its manager, which sees the CancelledError
# row: 1.92, 2.2 Task.cancel

import asyncio

from harness import outcome, trace


class Manager:
    async def __aenter__(self):
        trace('entered')

    async def __aexit__(self, kind, error, traceback):
        await asyncio.sleep(5)
        trace('left', error)


async def work():
    async with Manager():
        await asyncio.sleep(100)


async def main():
    task = asyncio.create_task(work())
    await asyncio.sleep(10)
    task.cancel('stop')
    await outcome('task', task)
