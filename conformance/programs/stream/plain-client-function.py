# What a server does with a client may be a plain function
# row: 2.4 start_server

import asyncio

from harness import trace


def serve(reader, writer):
    trace('connected')
    writer.write(b'bye')
    writer.close()


async def main():
    server = await asyncio.start_server(serve, 'localhost', 80)
    reader, writer = await asyncio.open_connection('localhost', 80)
    trace(await reader.read())
    writer.close()
    server.close()
    await server.wait_closed()
