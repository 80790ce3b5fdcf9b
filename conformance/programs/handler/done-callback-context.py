# An error in a done callback is reported like that of any callback
# row: 2.1 call_exception_handler, 2.2 add_done_callback
# differs: a done callback is no handle of its own in acoro, so the context names the future in its place

import asyncio

from harness import Boom, form, trace


def fail(future):
    raise Boom('in a done callback')


async def main():
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(lambda owner, context: trace(sorted(context), context['message'].split(' at ')[0]))
    future = loop.create_future()
    future.add_done_callback(fail)
    future.set_result(None)
    await asyncio.sleep(0)
    await asyncio.sleep(0)
