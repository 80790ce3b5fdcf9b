# An error while a generator is shut down goes to the exception handler, with the generator
# row: 2.1 shutdown_asyncgens, 2.1 call_exception_handler

import asyncio

from harness import Boom, trace


async def resource():
    try:
        yield 'item'
    finally:
        raise Boom('while closing')


async def main():
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(
        lambda owner, context: trace(sorted(context), context['exception'], context['asyncgen'] is items))
    items = resource()
    await anext(items)
    await loop.shutdown_asyncgens()
