# A task cannot await itself
# row: 2.2 step protocol

import asyncio

from harness import outcome, trace


async def work():
    await outcome('itself', asyncio.current_task())
    return 'goes on'


async def main():
    trace(await asyncio.create_task(work()))
