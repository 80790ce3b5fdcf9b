# wait_closed waits until the server is closed and its last client is gone
# row: 2.4 Server

import asyncio

from harness import trace


async def serve(reader, writer):
    await reader.read()
    writer.close()


async def main():
    server = await asyncio.start_server(serve, 'localhost', 80)
    reader, writer = await asyncio.open_connection('localhost', 80)
    await asyncio.sleep(1)
    waiting = asyncio.create_task(server.wait_closed())
    await asyncio.sleep(10)
    trace(waiting.done())
    server.close()
    await asyncio.sleep(10)
    trace(waiting.done(), server.is_serving())
    writer.close()
    await waiting
    trace('closed')
