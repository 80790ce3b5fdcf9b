# An error of the inner one after the outer was cancelled goes to the exception handler
# row: 2.2 shield, 2.1 call_exception_handler

import asyncio

from harness import Boom, outcome, trace


async def fail():
    await asyncio.sleep(30)
    raise Boom('late')


async def main():
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(lambda loop, context: trace('handler', context.get('exception'), 'future' in context))
    outer = asyncio.shield(fail())
    await asyncio.sleep(10)
    trace(outer.cancel())
    await outcome('outer', outer)
    await asyncio.sleep(50)
