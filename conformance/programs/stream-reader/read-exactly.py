# readexactly gives all or fails with what there was
# row: 2.4 readexactly

import asyncio

from harness import attempt, outcome, trace


async def main():
    reader = asyncio.StreamReader()
    await outcome('none', reader.readexactly(0))
    asyncio.get_running_loop().call_later(5, reader.feed_data, b'abc')
    asyncio.get_running_loop().call_later(9, reader.feed_data, b'defg')
    trace(await reader.readexactly(4))
    reader.feed_eof()
    try:
        await reader.readexactly(5)
    except asyncio.IncompleteReadError as error:
        trace(error, error.partial, error.expected)
    trace(await reader.read())
    try:
        await reader.readexactly(-1)
    except ValueError as error:
        trace(error)
