# The message of cancel() is in the error that comes out
# row: 2.2 Future.cancel

import asyncio

from harness import attempt, outcome


async def main():
    loop = asyncio.get_running_loop()
    future = loop.create_future()
    future.cancel('not needed')
    await outcome('await', future)
    other = loop.create_future()
    other.cancel('because')
    attempt('result', other.result)
