# toThread runs in the default executor with the caller's context
# row: 2.2 to_thread, 2.2 contextvars

import asyncio
import contextvars

from harness import InlineExecutor, trace


number = contextvars.ContextVar('number', default=0)


def work(value):
    return (value, number.get())


async def main():
    asyncio.get_running_loop().set_default_executor(InlineExecutor())
    number.set(7)
    trace(await asyncio.to_thread(work, 'argument'))
