# A protocol whose eof_received says so keeps its side open
# row: 2.4 Protocols

import asyncio

from harness import trace


class Answers(asyncio.Protocol):
    def connection_made(self, transport):
        self.transport = transport

    def eof_received(self):
        asyncio.get_running_loop().call_later(10, self.answer)
        return True

    def answer(self):
        self.transport.write(b'late')
        self.transport.close()

    def connection_lost(self, error):
        trace('lost', error)


async def main():
    server = await asyncio.get_running_loop().create_server(Answers, 'localhost', 80)
    reader, writer = await asyncio.open_connection('localhost', 80)
    writer.write_eof()
    trace(await reader.read())
    writer.close()
    server.close()
    await server.wait_closed()
