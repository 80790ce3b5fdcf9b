# asyncio_call_soon: callbacks with positional and with named arguments
# row: 1.97 asyncio_call_soon, 1.15, 1.77

import asyncio
import functools

from harness import trace


def callback(number, *, word='default'):
    trace('called with', number, word)


async def job(loop):
    trace('registering')
    loop.call_soon(callback, 1)
    loop.call_soon(functools.partial(callback, word='named'), 2)
    await asyncio.sleep(100)


def main(loop):
    trace('entering')
    loop.run_until_complete(job(loop))
    trace('closing')
    loop.close()
