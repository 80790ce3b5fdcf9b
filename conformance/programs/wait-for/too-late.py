# What is late is cancelled, and its end waited for
# row: 2.2 wait_for

import asyncio

from harness import outcome, trace


async def work():
    try:
        await asyncio.sleep(100)
    finally:
        trace('cleaning')
        await asyncio.sleep(30)
        trace('clean')


async def main():
    await outcome('late', asyncio.wait_for(work(), 20))
    trace(asyncio.current_task().cancelling())
