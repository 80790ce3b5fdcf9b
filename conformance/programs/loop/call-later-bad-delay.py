# A timer without a time is refused at the call
# row: 2.1 call_later, 2.1 call_at

import asyncio

from harness import attempt, trace


async def main():
    loop = asyncio.get_running_loop()
    attempt('callLater', lambda: loop.call_later(None, trace, 'never'))
    attempt('callAt', lambda: loop.call_at(None, trace, 'never'))
    await asyncio.sleep(5)
