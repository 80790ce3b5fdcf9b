# Connecting and listening fail with why
# row: 2.4 create_connection, 2.4 open_connection

import asyncio

from harness import outcome, trace


async def main():
    await outcome('nobody there', asyncio.open_connection('localhost', 80))
    first = await asyncio.start_server(lambda reader, writer: None, 'localhost', 80)
    try:
        await asyncio.start_server(lambda reader, writer: None, 'localhost', 80)
    except OSError as error:
        trace('in use', 'in use' in str(error))
    first.close()
