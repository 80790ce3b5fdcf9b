# A timeout can be moved later, earlier, and away, while it is active
# row: 2.2 timeout

import asyncio

from harness import attempt, trace


async def main():
    loop = asyncio.get_running_loop()
    async with asyncio.timeout(10) as scope:
        scope.reschedule(loop.time() + 100)
        trace(scope.when())
        await asyncio.sleep(50)
        trace('later')
        scope.reschedule(None)
        trace(scope.when())
        await asyncio.sleep(100)
        trace('away')
    attempt('afterwards', lambda: scope.reschedule(5))
    try:
        async with asyncio.timeout(100) as scope:
            scope.reschedule(loop.time() + 10)
            await asyncio.sleep(50)
    except TimeoutError as error:
        trace('earlier', error, scope.expired())
    try:
        async with asyncio.timeout(100) as scope:
            scope.reschedule(loop.time() - 10)
            trace('in the past', scope.expired())
            await asyncio.sleep(50)
    except TimeoutError as error:
        trace('past', error, scope.expired())
    attempt('expired', lambda: scope.reschedule(5))
