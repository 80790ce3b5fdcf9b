# A buffered protocol gives the memory that data is read into
# row: 2.4 Protocols

import asyncio

from harness import trace


class Buffered(asyncio.BufferedProtocol):
    def connection_made(self, transport):
        self.memory = bytearray(4)

    def get_buffer(self, size_hint):
        return self.memory

    def buffer_updated(self, count):
        trace(count, self.memory[:count])

    def eof_received(self):
        trace('eof')


async def main():
    server = await asyncio.get_running_loop().create_server(Buffered, 'localhost', 80)
    reader, writer = await asyncio.open_connection('localhost', 80)
    writer.write(b'1234567890')
    writer.write_eof()
    await reader.read()
    writer.close()
    server.close()
    await server.wait_closed()
