# A timeout is entered once, in a task
# row: 2.2 timeout

import asyncio

from harness import attempt, trace


async def main():
    scope = asyncio.timeout(10)
    attempt('before', lambda: scope.reschedule(5))
    async with scope:
        pass
    try:
        async with scope:
            trace('never')
    except RuntimeError as error:
        trace('again', error)
