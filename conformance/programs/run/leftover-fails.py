# A leftover that fails while it is cancelled goes to the exception handler
# row: 2.1 asyncio.run, 2.1 call_exception_handler

import asyncio

from harness import Boom, new_loop, trace


async def background():
    try:
        await asyncio.sleep(1000)
    finally:
        raise Boom('in clean-up')


async def work():
    asyncio.get_running_loop().set_exception_handler(
        lambda loop, context: trace(context['message'], '/', context['exception'], sorted(context)))
    asyncio.create_task(background())
    await asyncio.sleep(10)
    return 'result'


def main(loop):
    trace(asyncio.run(work(), loop_factory=new_loop))
