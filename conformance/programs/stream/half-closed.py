# A writer that has written its end goes on reading; one that is closed does neither
# row: 2.4 StreamWriter

import asyncio

from harness import attempt, outcome, trace


async def serve(reader, writer):
    trace('server read', await reader.read())
    writer.writelines([b'good', b'bye'])
    await writer.drain()
    writer.close()
    await writer.wait_closed()


async def main():
    server = await asyncio.start_server(serve, 'localhost', 80)
    reader, writer = await asyncio.open_connection('localhost', 80)
    trace(writer.can_write_eof(), writer.is_closing(), writer.get_extra_info('peername')[1])
    writer.write(b'hello')
    writer.write_eof()
    attempt('after the end', lambda: writer.write(b'more'))
    trace(await reader.read())
    writer.close()
    trace(writer.is_closing())
    await outcome('closed', writer.wait_closed())
    trace(writer.get_extra_info('nothing', 'default'))
    server.close()
    await server.wait_closed()
