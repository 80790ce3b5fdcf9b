# A failing child interrupts the body where it waits
# row: 2.2 TaskGroup enter/exit

import asyncio

from harness import Boom, trace


async def fail():
    await asyncio.sleep(10)
    raise Boom('child')


async def main():
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(fail())
            try:
                await asyncio.sleep(100)
            except asyncio.CancelledError as error:
                trace('body', error, asyncio.current_task().cancelling())
                raise
    except BaseException as error:
        trace(error, asyncio.current_task().cancelling())
    await asyncio.sleep(5)
    trace('main goes on')
