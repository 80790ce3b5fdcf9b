# A server answers several clients at once, each in a task of its own
# row: 2.4 open_connection, 2.4 start_server, 1.81, 1.96

import asyncio

from harness import trace


async def serve(reader, writer):
    while line := await reader.readline():
        await asyncio.sleep(10)
        writer.write(line.upper())
        await writer.drain()
    writer.close()


async def client(name):
    reader, writer = await asyncio.open_connection('localhost', 80)
    for number in (1, 2):
        writer.write(f'{name}{number}\n'.encode())
        trace(name, await reader.readline())
    writer.write_eof()
    trace(name, await reader.read())
    writer.close()
    await writer.wait_closed()


async def main():
    server = await asyncio.start_server(serve, 'localhost', 80)
    await asyncio.gather(client('a'), client('b'))
    server.close()
    await server.wait_closed()
