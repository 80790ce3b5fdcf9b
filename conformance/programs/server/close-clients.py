# A server can end its clients: after what was written to them, or at once
# row: 2.4 Server

import asyncio

from harness import outcome, trace


async def serve(reader, writer):
    writer.write(b'hello')
    try:
        trace('server read', await reader.read())
    except ConnectionError as error:
        trace('server', error)


async def main():
    server = await asyncio.start_server(serve, 'localhost', 80)
    reader, writer = await asyncio.open_connection('localhost', 80)
    trace(await reader.readexactly(5))
    server.close()
    server.close_clients()
    trace(await reader.read())
    await server.wait_closed()
    writer.close()
    again = await asyncio.start_server(serve, 'localhost', 81)
    reader, writer = await asyncio.open_connection('localhost', 81)
    trace(await reader.readexactly(5))
    again.close()
    again.abort_clients()
    await outcome('aborted', reader.read())
    await again.wait_closed()
    writer.close()
