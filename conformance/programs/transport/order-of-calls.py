# A protocol is told of its connection, its data, its end and its loss, once each and in that order
# row: 2.4 Protocols, 2.4 create_connection, 2.4 create_server, 1.81

import asyncio

from harness import trace


class Told(asyncio.Protocol):
    def __init__(self, name):
        self.name = name
        self.lost = asyncio.get_running_loop().create_future()

    def connection_made(self, transport):
        self.transport = transport
        trace(self.name, 'made')
        if self.name == 'server':
            transport.write(b'hello')

    def data_received(self, data):
        trace(self.name, 'data', data)
        if self.name == 'client':
            self.transport.write(b'bye')
            self.transport.write_eof()

    def eof_received(self):
        trace(self.name, 'eof')

    def connection_lost(self, error):
        trace(self.name, 'lost', error)
        self.lost.set_result(None)


async def main():
    loop = asyncio.get_running_loop()
    served = []

    def serve():
        served.append(Told('server'))
        return served[-1]

    server = await loop.create_server(serve, 'localhost', 80)
    transport, client = await loop.create_connection(lambda: Told('client'), 'localhost', 80)
    trace('connected', client.transport is transport, transport.get_protocol() is client)
    await client.lost
    await served[0].lost
    trace(transport.is_closing(), transport.is_reading())
    server.close()
    await server.wait_closed()
