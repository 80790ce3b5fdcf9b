# Writing to a connection that is gone fails where the writer drains
# row: 2.4 StreamWriter

import asyncio

from harness import outcome, trace


async def serve(reader, writer):
    writer.transport.abort()


async def main():
    server = await asyncio.start_server(serve, 'localhost', 80)
    reader, writer = await asyncio.open_connection('localhost', 80)
    trace(await reader.read(), reader.at_eof())
    writer.close()
    await asyncio.sleep(1)
    await outcome('drain', writer.drain())
    server.close()
    await server.wait_closed()
