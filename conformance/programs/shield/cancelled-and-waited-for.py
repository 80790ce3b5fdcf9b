# The usual pattern: on a cancel, wait for the protected work and then be cancelled
# row: 2.2 shield

import asyncio

from harness import outcome, trace


async def critical():
    await asyncio.sleep(30)
    trace('critical done')


async def work():
    inner = asyncio.create_task(critical())
    try:
        await asyncio.shield(inner)
    except asyncio.CancelledError:
        trace('cancelled, waiting')
        await inner
        raise


async def main():
    task = asyncio.create_task(work())
    await asyncio.sleep(10)
    task.cancel()
    await outcome('task', task)
