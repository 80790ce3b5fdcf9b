# Datagrams come whole, with where they came from, and a closed endpoint gets no more
# row: 2.4 create_datagram_endpoint, 2.4 Protocols

import asyncio

from harness import trace


class Endpoint(asyncio.DatagramProtocol):
    def connection_made(self, transport):
        self.transport = transport
        self.lost = asyncio.get_running_loop().create_future()

    def datagram_received(self, data, address):
        trace('received', data, address[1] == self.transport.get_extra_info('sockname')[1])
        if data == b'ping':
            self.transport.sendto(b'pong', address)

    def connection_lost(self, error):
        self.lost.set_result(error)


async def main():
    loop = asyncio.get_running_loop()
    server, _ = await loop.create_datagram_endpoint(Endpoint, local_addr=('localhost', 53))
    client, protocol = await loop.create_datagram_endpoint(Endpoint, remote_addr=('localhost', 53))
    client.sendto(b'ping')
    client.sendto(b'')
    await asyncio.sleep(10)
    server.abort()
    client.sendto(b'nobody hears it')
    await asyncio.sleep(10)
    client.close()
    trace('lost', await protocol.lost, client.is_closing())
