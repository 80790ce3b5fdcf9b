# The error of a client's coroutine is reported, and closes that client alone
# row: 2.4 start_server

import asyncio

from harness import Boom, trace


async def serve(reader, writer):
    if await reader.readline() == b'fail\n':
        raise Boom('in the server')
    writer.write(b'well')
    writer.close()


async def client(word):
    reader, writer = await asyncio.open_connection('localhost', 80)
    writer.write(word + b'\n')
    trace(word, await reader.read())
    writer.close()


async def main():
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(lambda loop, context: trace('reported', context['exception']))
    server = await asyncio.start_server(serve, 'localhost', 80)
    await client(b'fail')
    await client(b'go')
    server.close()
    await server.wait_closed()
