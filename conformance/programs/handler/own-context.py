# The handler runs in the context of the callback that failed
# row: 2.1 set/get_exception_handler, 2.2 contextvars

import asyncio
import contextvars

from harness import Boom, trace


number = contextvars.ContextVar('number', default=0)


def fail():
    number.set(2)
    raise Boom('in a callback')


async def main():
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(lambda owner, context: trace('handler', number.get()))
    number.set(1)
    loop.call_soon(fail)
    await asyncio.sleep(0)
    trace('main', number.get())
