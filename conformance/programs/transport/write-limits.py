# The marks of a write buffer have to make sense; a protocol is paused above the high one and resumed at the low one
# row: 2.4 Transports

import asyncio

from harness import attempt, trace


class Client(asyncio.Protocol):
    def pause_writing(self):
        trace('pause')

    def resume_writing(self):
        trace('resume')


class Slow(asyncio.Protocol):
    def connection_made(self, transport):
        transport.pause_reading()
        asyncio.get_running_loop().call_later(100, transport.resume_reading)


async def main():
    loop = asyncio.get_running_loop()
    server = await loop.create_server(Slow, 'localhost', 80)
    transport, _ = await loop.create_connection(Client, 'localhost', 80)
    trace(transport.get_write_buffer_limits())
    transport.set_write_buffer_limits(high=100)
    trace(transport.get_write_buffer_limits())
    transport.set_write_buffer_limits(low=10)
    trace(transport.get_write_buffer_limits())
    attempt('low above high', lambda: transport.set_write_buffer_limits(high=1, low=2))
    attempt('below nothing', lambda: transport.set_write_buffer_limits(high=-1, low=-2))
    transport.set_write_buffer_limits(high=100, low=10)
    transport.write(b'x' * 400_000)
    trace('written')
    await asyncio.sleep(50)
    trace('still paused')
    await asyncio.sleep(100)
    trace(transport.get_write_buffer_size())
    transport.close()
    server.close()
