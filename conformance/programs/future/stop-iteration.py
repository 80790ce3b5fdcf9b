# What cannot be raised into a coroutine cannot be stored
# row: 2.2 set_result/set_exception

import asyncio

from harness import Boom, outcome


async def main():
    future = asyncio.get_running_loop().create_future()
    future.set_exception(Boom)
    await outcome('a class', future)
