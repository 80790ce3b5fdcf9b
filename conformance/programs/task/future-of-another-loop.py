# A future of another loop cannot be awaited
# row: 2.2 step protocol

import asyncio

from harness import outcome, trace


async def main():
    other = asyncio.new_event_loop()
    future = other.create_future()
    await outcome('foreign', future)
    trace('still here')
    other.close()
