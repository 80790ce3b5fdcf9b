# An error in a callback comes with message, exception and handle, and the loop goes on
# row: 2.1 call_exception_handler, 2.1 exception in a plain callback, 2.1 set/get_exception_handler

import asyncio

from harness import Boom, trace


def fail():
    raise Boom('in a callback')


async def main():
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(
        lambda owner, context: trace(owner is loop, sorted(context), context['exception'], context['handle'] is handle))
    handle = loop.call_soon(fail)
    loop.call_soon(trace, 'next callback')
    await asyncio.sleep(0)
    handle = loop.call_later(5, fail)
    await asyncio.sleep(10)
