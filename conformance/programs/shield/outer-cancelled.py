# Cancelling who awaits the shield leaves the inner one running
# row: 2.2 shield

import asyncio

from harness import outcome, trace


async def work():
    await asyncio.sleep(30)
    trace('inner done')
    return 'value'


async def waiting(inner):
    await outcome('waiting', asyncio.shield(inner))


async def main():
    inner = asyncio.create_task(work())
    task = asyncio.create_task(waiting(inner))
    await asyncio.sleep(10)
    task.cancel('only me')
    await task
    trace(inner.done(), inner.cancelling())
    trace(await inner)
