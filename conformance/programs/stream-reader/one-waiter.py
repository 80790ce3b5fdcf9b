# Only one task at a time may wait for a reader's data
# row: 2.4 StreamReader

import asyncio

from harness import outcome, trace


async def main():
    reader = asyncio.StreamReader()
    first = asyncio.create_task(outcome('first', reader.readline()))
    await asyncio.sleep(1)
    await outcome('second', reader.read(1))
    first.cancel()
    await first
    third = asyncio.create_task(outcome('third', reader.read(2)))
    await asyncio.sleep(1)
    reader.feed_data(b'abc')
    await third
    trace(await reader.read(5))
