# A reader pauses its transport beyond twice its limit, and resumes it when the buffer is down to the limit
# row: 2.4 StreamReader

import asyncio

from harness import attempt, trace


class Transport:
    def pause_reading(self):
        trace('pause')

    def resume_reading(self):
        trace('resume')


async def main():
    attempt('no limit', lambda: asyncio.StreamReader(limit=0))
    attempt('below', lambda: asyncio.StreamReader(limit=-1))
    reader = asyncio.StreamReader(limit=4)
    reader.set_transport(Transport())
    reader.feed_data(b'12345678')
    trace('fed twice the limit')
    reader.feed_data(b'9')
    trace(await reader.read(4))
    trace(await reader.read(1))
    trace(await reader.read(9))
    reader.feed_data(b'123456789')
    trace(await reader.readexactly(9))
