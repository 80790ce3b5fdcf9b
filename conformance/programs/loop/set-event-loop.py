# The loop that was set is the one that is given; only loops can be set
# row: 2.1 set_event_loop/new_event_loop, 1.12, 1.13

import asyncio

from harness import attempt, trace


def main(loop):
    mine = asyncio.new_event_loop()
    trace(mine is loop, mine.is_running(), mine.is_closed())
    asyncio.set_event_loop(mine)
    trace(asyncio.get_event_loop() is mine)
    asyncio.set_event_loop(loop)
    trace(asyncio.get_event_loop() is loop)
    attempt('a string', lambda: asyncio.set_event_loop('loop'))
    asyncio.set_event_loop(None)
    mine.close()
