# uncancel counts down, never below zero
# row: 2.2 uncancel/cancelling

import asyncio

from harness import outcome, trace


async def work():
    task = asyncio.current_task()
    trace(task.cancelling(), task.uncancel())
    try:
        await asyncio.sleep(100)
    except asyncio.CancelledError:
        trace(task.cancelling(), task.uncancel(), task.uncancel(), task.uncancel(), task.cancelling())
    await asyncio.sleep(5)
    return 'goes on'


async def main():
    task = asyncio.create_task(work())
    await asyncio.sleep(10)
    task.cancel()
    task.cancel()
    await outcome('await', task)
