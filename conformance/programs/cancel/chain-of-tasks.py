# Cancelling who awaits a task cancels that task first, innermost first
# row: 2.2 Task.cancel

import asyncio

from harness import trace


async def work(name, inner):
    try:
        await inner
    except asyncio.CancelledError as error:
        trace(name, error)
        raise


async def main():
    first = asyncio.create_task(work('innermost', asyncio.sleep(100)))
    second = asyncio.create_task(work('middle', first))
    third = asyncio.create_task(work('outermost', second))
    await asyncio.sleep(10)
    third.cancel('down')
    trace([task.cancelling() for task in (first, second, third)])
    await asyncio.wait([third])
    trace([task.cancelled() for task in (first, second, third)])
