# Without time left only what is done already gives its result; a body is not started
# row: 2.2 wait_for

import asyncio

from harness import outcome, trace


async def work():
    trace('never')


async def main():
    loop = asyncio.get_running_loop()
    done = loop.create_future()
    done.set_result('done')
    pending = loop.create_future()
    for limit in (0, -1):
        await outcome('done', asyncio.wait_for(done, limit))
        await outcome('coroutine', asyncio.wait_for(work(), limit))
    await outcome('pending', asyncio.wait_for(pending, 0))
    trace(pending.cancelled())
