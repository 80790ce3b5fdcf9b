# A body that is late is cancelled, and that becomes a TimeoutError at the scope
# row: 2.2 timeout

import asyncio

from harness import trace


async def main():
    try:
        async with asyncio.timeout(20) as scope:
            try:
                await asyncio.sleep(100)
            except asyncio.CancelledError as error:
                trace('inside', error, asyncio.current_task().cancelling(), scope.expired())
                raise
    except TimeoutError as error:
        trace('outside', error, asyncio.current_task().cancelling(), scope.expired())
