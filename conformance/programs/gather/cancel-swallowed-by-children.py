# Children that swallow the cancellation delay it; it comes out when all are done
# row: 2.2 gather

import asyncio

from harness import outcome, trace


async def stubborn(name, ms):
    try:
        await asyncio.sleep(100)
    except asyncio.CancelledError:
        await asyncio.sleep(ms)
        trace(name, 'swallowed')
    return name


async def main():
    gathering = asyncio.gather(stubborn('a', 20), stubborn('b', 10))
    await asyncio.sleep(5)
    trace(gathering.cancel(), gathering.done())
    await outcome('gathering', gathering)
    trace(gathering.cancelled())
