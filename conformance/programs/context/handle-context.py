# A handle shows the context its callback will run in
# row: 2.1 Handle, 2.2 contextvars

import asyncio
import contextvars

from harness import trace


number = contextvars.ContextVar('number', default=0)


async def main():
    number.set(1)
    handle = asyncio.get_running_loop().call_soon(trace, 'callback')
    number.set(2)
    context = handle.get_context()
    trace(context[number], context.run(number.get), number.get())
    await asyncio.sleep(0)
