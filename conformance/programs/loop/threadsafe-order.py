# callSoonThreadsafe joins the same queue
# row: 2.1 call_soon_threadsafe

import asyncio

from harness import trace


async def main():
    loop = asyncio.get_running_loop()
    loop.call_soon(trace, 'one')
    loop.call_soon_threadsafe(trace, 'two')
    loop.call_soon(trace, 'three')
    loop.call_soon_threadsafe(trace, 'never').cancel()
    await asyncio.sleep(0)
