# A reader is iterated by line, knows its end, and takes no data after it
# row: 2.4 at_eof/feed_data

import asyncio

from harness import trace


async def main():
    reader = asyncio.StreamReader()
    reader.feed_data(b'one\ntwo\nthr')
    asyncio.get_running_loop().call_later(5, reader.feed_data, b'ee')
    asyncio.get_running_loop().call_later(6, reader.feed_eof)
    async for line in reader:
        trace(line, reader.at_eof())
    trace(reader.at_eof(), reader.exception())
    try:
        reader.feed_data(b'late')
    except AssertionError:
        trace('refused')
