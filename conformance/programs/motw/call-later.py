# asyncio_call_later: the shorter delay comes first, call_soon before both
# row: 1.97 asyncio_call_later, 1.14

import asyncio

from harness import trace


def callback(number):
    trace('called', number)


async def job(loop):
    trace('registering')
    loop.call_later(200, callback, 1)
    loop.call_later(100, callback, 2)
    loop.call_soon(callback, 3)
    await asyncio.sleep(400)


def main(loop):
    loop.run_until_complete(job(loop))
