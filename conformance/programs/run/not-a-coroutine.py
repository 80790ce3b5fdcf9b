# run takes a coroutine
# row: 2.1 asyncio.run

import asyncio

from harness import attempt, new_loop, trace


async def work():
    trace('never')


def main(loop):
    attempt('a number', lambda: asyncio.run(5, loop_factory=new_loop))
    attempt('nothing', lambda: asyncio.run(None, loop_factory=new_loop))
