# Cancelling the gathering cancels every child and always comes out
# row: 2.2 gather

import asyncio

from harness import outcome, trace


async def work(name, ms):
    try:
        await asyncio.sleep(ms)
        return name
    except asyncio.CancelledError:
        trace(name, 'cancelled')
        raise


async def gathering(children, keep):
    await outcome('gathering', asyncio.gather(*children, return_exceptions=keep))


async def main():
    for keep in (False, True):
        children = [asyncio.create_task(work(name, ms)) for name, ms in (('a', 5), ('b', 50), ('c', 60))]
        task = asyncio.create_task(gathering(children, keep))
        await asyncio.sleep(10)
        task.cancel('stop')
        await task
        trace([child.cancelled() for child in children])
