# A cancel of who iterates is thrown inside the generator that waits
# row: 1.23, 2.2 Task.cancel

import asyncio

from harness import outcome, trace


async def ticks():
    try:
        while True:
            await asyncio.sleep(10)
            yield 'tick'
    finally:
        trace('generator left')


async def work():
    async for item in ticks():
        trace(item)


async def main():
    task = asyncio.create_task(work())
    await asyncio.sleep(25)
    task.cancel('stop')
    await outcome('task', task)
