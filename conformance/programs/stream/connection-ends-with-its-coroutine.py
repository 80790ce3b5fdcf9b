# A client's connection ends with its coroutine
# row: 2.4 start_server
# differs: in asyncio a connection that was forgotten lives as long as somebody keeps its writer, and its peer waits; acoro closes it with its coroutine

import asyncio

from harness import outcome


kept = []


async def serve(reader, writer):
    kept.append(writer)
    writer.write(b'hello')


async def main():
    server = await asyncio.start_server(serve, 'localhost', 80)
    reader, writer = await asyncio.open_connection('localhost', 80)
    await outcome('read to the end', asyncio.wait_for(reader.read(), 100))
    writer.close()
    server.close()
