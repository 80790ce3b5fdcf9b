# A body that swallows the cancellation is not late after all
# row: 2.2 timeout

import asyncio

from harness import trace


async def main():
    async with asyncio.timeout(10) as scope:
        try:
            await asyncio.sleep(100)
        except asyncio.CancelledError:
            trace('swallowed', asyncio.current_task().cancelling())
        await asyncio.sleep(20)
        trace('goes on')
    trace(scope.expired(), asyncio.current_task().cancelling())
