# A child that swallows the cancellation gives its result to the parent, which then is not cancelled
# row: 2.2 Task.cancel

import asyncio

from harness import outcome, trace


async def child():
    try:
        await asyncio.sleep(100)
    except asyncio.CancelledError:
        trace('child swallows')
    return 'child'


async def parent(task):
    trace('parent got', await task)
    await asyncio.sleep(1)
    return 'parent'


async def main():
    task = asyncio.create_task(child())
    waiting = asyncio.create_task(parent(task))
    await asyncio.sleep(10)
    waiting.cancel()
    await outcome('await', waiting)
    trace(waiting.cancelling(), task.cancelling())
