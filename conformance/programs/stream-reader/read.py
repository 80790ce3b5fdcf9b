# read gives what is there, waits for the first byte, and reads to the end without a number
# row: 2.4 read, 1.26

import asyncio

from harness import outcome, trace


async def main():
    reader = asyncio.StreamReader()
    trace(await reader.read(0))
    asyncio.get_running_loop().call_later(10, reader.feed_data, b'hello')
    trace(await reader.read(3))
    trace(await reader.read(100))
    whole = asyncio.create_task(reader.read())
    for part in (b'a', b'bc'):
        await asyncio.sleep(10)
        reader.feed_data(part)
    trace(whole.done())
    reader.feed_eof()
    trace(await whole)
    trace(await reader.read(5), await reader.read(), reader.at_eof())
    failed = asyncio.StreamReader()
    failed.feed_data(b'lost')
    failed.set_exception(ConnectionResetError())
    trace(failed.exception())
    await outcome('after an error', failed.read(1))
