# A cancel finds a task in sleep(0) too
# row: 2.2 Task.cancel, 2.2 sleep

import asyncio

from harness import trace


async def work():
    try:
        for step in range(5):
            trace('step', step)
            await asyncio.sleep(0)
    except asyncio.CancelledError:
        trace('cancelled')
        raise


async def main():
    task = asyncio.create_task(work())
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    trace(task.cancel())
    await asyncio.wait([task])
    trace(task.cancelled())
