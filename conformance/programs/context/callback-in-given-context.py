# A callback can be given the context it runs in
# row: 2.1 call_soon, 2.1 call_later, 2.1 call_at, 2.1 Handle, 2.2 contextvars

import asyncio
import contextvars

from harness import trace

name = contextvars.ContextVar('name', default='nobody')


async def main():
    loop = asyncio.get_running_loop()
    given = contextvars.Context()
    given.run(name.set, 'given')
    name.set('current')
    loop.call_soon(lambda: trace('soon', name.get()), context=given)
    loop.call_later(1, lambda: trace('later', name.get()), context=given)
    handle = loop.call_at(2, lambda: trace('at', name.get()), context=given)
    loop.call_soon(lambda: trace('a copy', name.get()))
    trace(handle.get_context() is given)
    await asyncio.sleep(5)
