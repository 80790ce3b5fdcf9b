# close sends what was written first, abort does not
# row: 2.4 Transports, 2.4 Protocols

import asyncio

from harness import trace


class Client(asyncio.Protocol):
    def __init__(self):
        self.lost = asyncio.get_running_loop().create_future()

    def connection_lost(self, error):
        self.lost.set_result(error)


class Counting(asyncio.Protocol):
    def connection_made(self, transport):
        self.count = 0
        transport.pause_reading()
        trace('reading', transport.is_reading())
        transport.pause_reading()
        asyncio.get_running_loop().call_later(10, transport.resume_reading)

    def data_received(self, data):
        self.count += len(data)

    def connection_lost(self, error):
        complete.append(self.count == 200_000)


complete = []


async def main():
    loop = asyncio.get_running_loop()
    server = await loop.create_server(Counting, 'localhost', 80)
    transport, client = await loop.create_connection(Client, 'localhost', 80)
    transport.write(b'x' * 200_000)
    transport.close()
    transport.close()
    trace('closing', transport.is_closing(), await client.lost)
    await asyncio.sleep(10)
    transport, client = await loop.create_connection(Client, 'localhost', 80)
    transport.write(b'x' * 200_000)
    transport.abort()
    trace('aborted', await client.lost)
    await asyncio.sleep(20)
    trace('the server had all', complete)
    server.close()
