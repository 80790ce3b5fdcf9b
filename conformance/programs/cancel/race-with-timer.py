# A cancel in the iteration in which the sleep ends comes before the sleeper wakes
# row: 2.2 Task.cancel, 2.2 sleep

import asyncio

from harness import outcome, trace


async def work():
    await outcome('work', asyncio.sleep(10, 'slept'))


async def main():
    loop = asyncio.get_running_loop()
    task = asyncio.create_task(work())
    await asyncio.sleep(0)
    loop.call_later(10, lambda: trace('same moment', task.cancel()))
    await task
    early = asyncio.create_task(work())
    loop.call_later(10, lambda: trace('timer before the sleep', early.cancel()))
    await asyncio.sleep(0)
    await early
