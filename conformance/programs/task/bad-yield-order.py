# The error for a bad yield comes in the next iteration
# row: 2.2 step protocol
# differs: asyncio raises a RuntimeError; acoro raises the TypeError it raises for every wrong value, and asks whether yield* was meant

import asyncio
import types

from harness import outcome, trace


@types.coroutine
def bare(value):
    return (yield value)


async def main():
    loop = asyncio.get_running_loop()
    loop.call_soon(trace, 'callback')
    await outcome('bad', bare(5))
    loop.call_soon(trace, 'callback')
    await outcome('yielded future', bare(loop.create_future()))
