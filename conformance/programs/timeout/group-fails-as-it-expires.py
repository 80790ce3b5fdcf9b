# A group whose child fails while the timeout expires reports the child's error
# row: 2.2 timeout, 2.2 TaskGroup enter/exit

import asyncio

from harness import Boom, trace


async def fail():
    try:
        await asyncio.sleep(100)
    finally:
        raise Boom('in clean-up')


async def main():
    try:
        async with asyncio.timeout(10) as scope:
            async with asyncio.TaskGroup() as group:
                group.create_task(fail())
    except BaseException as error:
        trace(error, scope.expired(), asyncio.current_task().cancelling())
