# asyncio_call_at: the same at instants of the loop's own clock
# row: 1.97 asyncio_call_at, 1.16, 1.17

import asyncio

from harness import trace


def callback(number, loop):
    trace('called', number, 'at', loop.time())


async def job(loop):
    now = loop.time()
    trace('the clock shows', now)
    loop.call_at(now + 200, callback, 1, loop)
    loop.call_at(now + 100, callback, 2, loop)
    loop.call_soon(callback, 3, loop)
    await asyncio.sleep(1000)


def main(loop):
    loop.run_until_complete(job(loop))
