# Cancelled from outside and expired in the same iteration, the body is cancelled, not late
# row: 2.2 timeout, 2.2 uncancel/cancelling

import asyncio

from harness import outcome, trace


async def work():
    try:
        async with asyncio.timeout(20) as scope:
            await asyncio.sleep(100)
    except BaseException as error:
        trace('work', error, scope.expired(), asyncio.current_task().cancelling())
        raise


async def main():
    loop = asyncio.get_running_loop()
    task = asyncio.create_task(work())
    loop.call_at(20, task.cancel, 'outside')
    await outcome('cancel first', task)
    task = asyncio.create_task(work())
    await asyncio.sleep(0)
    loop.call_at(40, task.cancel, 'outside')
    await outcome('timeout first', task)
