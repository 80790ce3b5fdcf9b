# Nested timeouts of one deadline: both fire, and the outer one tells
# row: 2.2 timeout

import asyncio

from harness import trace


async def main():
    try:
        async with asyncio.timeout(10) as outer:
            try:
                async with asyncio.timeout(10) as inner:
                    await asyncio.sleep(50)
            except BaseException as error:
                trace('inner', error, inner.expired(), asyncio.current_task().cancelling())
                raise
    except BaseException as error:
        trace('outer', error, outer.expired(), asyncio.current_task().cancelling())
