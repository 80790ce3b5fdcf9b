# A shielded child survives the cancellation of its gathering
# row: 2.2 shield, 2.2 gather

import asyncio

from harness import outcome, trace


async def work(name):
    try:
        await asyncio.sleep(30)
        trace(name, 'done')
    except asyncio.CancelledError:
        trace(name, 'cancelled')
        raise


async def main():
    kept = asyncio.create_task(work('kept'))
    gathering = asyncio.gather(asyncio.shield(kept), work('lost'))
    await asyncio.sleep(10)
    gathering.cancel()
    await outcome('gathering', gathering)
    await kept
