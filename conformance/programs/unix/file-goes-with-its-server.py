# The file of a Unix socket goes with its server
# row: 2.4 open_unix_connection/start_unix_server
# differs: CPython removes it from 3.13 on (cleanup_socket) and 3.11, which recorded this, leaves it; acoro removes it
# world: real

import asyncio
import os
import tempfile

from harness import trace


async def main():
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, 'socket')
        server = await asyncio.start_unix_server(lambda reader, writer: None, path)
        trace('listening', os.path.exists(path))
        server.close()
        await server.wait_closed()
        trace('closed', os.path.exists(path))
