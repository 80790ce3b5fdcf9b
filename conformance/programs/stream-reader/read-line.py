# readline gives a line with its end, a part of one at the end of the stream, and drops one over the limit
# row: 2.4 readline

import asyncio

from harness import outcome, trace


async def main():
    reader = asyncio.StreamReader(limit=8)
    reader.feed_data(b'one\ntwo')
    trace(await reader.readline())
    asyncio.get_running_loop().call_later(5, reader.feed_data, b'\n')
    trace(await reader.readline())
    reader.feed_data(b'a line too long\nnext\n')
    await outcome('too long', reader.readline())
    trace(await reader.readline())
    reader.feed_data(b'no end in sight')
    await outcome('endless', reader.readline())
    reader.feed_data(b'rest')
    reader.feed_eof()
    trace(await reader.readline(), await reader.readline())
