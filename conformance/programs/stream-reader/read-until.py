# readuntil reads to the first of its separators, and loses nothing where it fails
# row: 2.4 readuntil

import asyncio

from harness import outcome, trace


async def main():
    reader = asyncio.StreamReader(limit=8)
    reader.feed_data(b'a;b,c')
    trace(await reader.readuntil((b',', b';')), await reader.readuntil((b',', b';')))
    asyncio.get_running_loop().call_later(5, reader.feed_data, b'\r')
    asyncio.get_running_loop().call_later(9, reader.feed_data, b'\nd')
    trace(await reader.readuntil(b'\r\n'))
    await outcome('no separator', reader.readuntil(b''))
    await outcome('no separators', reader.readuntil(()))
    reader.feed_data(b'0123456789;rest')
    try:
        await reader.readuntil(b';')
    except asyncio.LimitOverrunError as error:
        trace(error, error.consumed)
    trace(await reader.readexactly(12))
    reader.feed_eof()
    try:
        await reader.readuntil(b';')
    except asyncio.IncompleteReadError as error:
        trace(error, error.partial, error.expected)
