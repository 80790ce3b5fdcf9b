# A server listens when it is told to, serves until it is cancelled, and is closed then
# row: 2.4 Server, 2.4 create_server

import asyncio

from harness import outcome, trace


def serve(reader, writer):
    writer.close()


async def main():
    server = await asyncio.start_server(serve, 'localhost', 80, start_serving=False)
    trace(server.is_serving())
    await outcome('not yet', asyncio.open_connection('localhost', 80))
    await server.start_serving()
    await server.start_serving()
    trace(server.is_serving(), len(server.sockets))
    reader, writer = await asyncio.open_connection('localhost', 80)
    trace(await reader.read())
    writer.close()
    serving = asyncio.create_task(outcome('serving', server.serve_forever()))
    await asyncio.sleep(5)
    await outcome('a second time', server.serve_forever())
    serving.cancel()
    await serving
    trace(server.is_serving(), len(server.sockets))
    await outcome('closed', server.serve_forever())
    server.close()
    await outcome('wait', server.wait_closed())
    await outcome('no more', asyncio.open_connection('localhost', 80))
