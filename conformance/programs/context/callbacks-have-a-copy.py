# Callbacks run with the variables of the moment they were scheduled
# row: 2.2 contextvars, 2.1 call_soon, 2.1 Handle

import asyncio
import contextvars

from harness import trace


number = contextvars.ContextVar('number', default=0)


def show_it(label, *args):
    trace(label, number.get())
    number.set(99)


async def main():
    loop = asyncio.get_running_loop()
    number.set(1)
    loop.call_soon(show_it, 'soon')
    number.set(2)
    loop.call_later(5, show_it, 'later')
    number.set(3)
    future = loop.create_future()
    future.add_done_callback(lambda f: show_it('done'))
    number.set(4)
    future.set_result(None)
    await asyncio.sleep(10)
    trace('main', number.get())
