# drain waits while the peer does not read, and only beyond the high-water mark
# row: 2.4 StreamWriter, 2.4 Transports

import asyncio

from harness import trace


async def serve(reader, writer):
    await asyncio.sleep(100)
    count = 0
    while data := await reader.read(65536):
        count += len(data)
    trace('server read', count)
    writer.close()


async def main():
    server = await asyncio.start_server(serve, 'localhost', 80)
    reader, writer = await asyncio.open_connection('localhost', 80)
    writer.write(b'x' * 1000)
    await writer.drain()
    trace('a little does not wait')
    writer.write(b'x' * 1_000_000)
    trace('buffered', writer.transport.get_write_buffer_size() > 65536)
    await asyncio.gather(writer.drain(), writer.drain())
    trace('drained', writer.transport.get_write_buffer_size() <= 65536)
    writer.write_eof()
    await reader.read()
    writer.close()
    server.close()
    await server.wait_closed()
