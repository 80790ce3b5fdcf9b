# Without a running loop and none set, getEventLoop makes one and sets it
# row: 2.1 get_event_loop, 1.13
# differs: Python 3.14 raises a RuntimeError here; acoro gives a loop and keeps it, as every earlier asyncio did in the main thread

import asyncio

from harness import attempt


def main(loop):
    asyncio.set_event_loop(None)
    attempt('made', lambda: asyncio.get_event_loop().is_closed())
    attempt('kept', lambda: asyncio.get_event_loop() is asyncio.get_event_loop())
