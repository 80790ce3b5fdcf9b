# A Unix socket is a file, and otherwise a connection like any other
# row: 2.4 open_unix_connection/start_unix_server
# world: real

import asyncio
import os
import tempfile

from harness import outcome, trace


async def serve(reader, writer):
    writer.write(await reader.readline())
    writer.close()


async def main():
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, 'socket')
        await outcome('nobody', asyncio.open_unix_connection(path))
        server = await asyncio.start_unix_server(serve, path)
        trace(os.path.exists(path))
        reader, writer = await asyncio.open_unix_connection(path)
        writer.write(b'hello\n')
        trace(await reader.read())
        writer.close()
        await writer.wait_closed()
        server.close()
        await server.wait_closed()
        await outcome('closed', asyncio.open_unix_connection(path + '2'))
