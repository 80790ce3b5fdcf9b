# Cancelling the inner one cancels the shield
# row: 2.2 shield

import asyncio

from harness import outcome, trace


async def work():
    await asyncio.sleep(30)


async def main():
    inner = asyncio.create_task(work())
    outer = asyncio.shield(inner)
    await asyncio.sleep(10)
    inner.cancel()
    await outcome('outer', outer)
    trace(outer.cancelled(), inner.cancelled(), asyncio.current_task().cancelling())
