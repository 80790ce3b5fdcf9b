# run cannot be called where a loop runs
# row: 2.1 asyncio.run

import asyncio

from harness import attempt, trace


async def inner():
    trace('never')


async def main():
    coro = inner()
    attempt('run', lambda: asyncio.run(coro, loop_factory=asyncio.new_event_loop))
    coro.close()
    await asyncio.sleep(1)
    trace('main goes on')
