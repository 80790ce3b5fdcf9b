# Down at zero, uncancel takes back a cancellation that was not thrown yet
# row: 2.2 uncancel/cancelling

import asyncio

from harness import outcome, trace


async def work():
    task = asyncio.current_task()
    task.cancel()
    trace(task.uncancel())
    await outcome('not thrown', asyncio.sleep(5))
    task.cancel()
    task.cancel()
    trace(task.uncancel())
    await outcome('thrown', asyncio.sleep(5))


async def main():
    await asyncio.create_task(work())
