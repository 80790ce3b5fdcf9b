# A done callback can be given the context it runs in
# row: 2.2 add_done_callback, 2.2 contextvars

import asyncio
import contextvars

from harness import trace


number = contextvars.ContextVar('number', default=0)


async def main():
    future = asyncio.get_running_loop().create_future()
    number.set(1)
    context = contextvars.copy_context()
    context.run(number.set, 2)
    future.add_done_callback(lambda f: trace('given', number.get()), context=context)
    future.add_done_callback(lambda f: trace('copied', number.get()))
    number.set(3)
    future.set_result(None)
    await asyncio.sleep(0)
    trace('main', number.get())
