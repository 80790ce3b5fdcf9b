# An eager task has a context of its own too
# row: 2.2 eager_task_factory, 2.2 contextvars

import asyncio
import contextvars

from harness import trace


import contextvars

number = contextvars.ContextVar('number', default=0)


async def work():
    trace('inside', number.get())
    number.set(2)
    trace('set', number.get())
    await asyncio.sleep(0)
    trace('later', number.get())


async def main():
    number.set(1)
    task = asyncio.create_task(work(), eager_start=True)
    trace('outside', number.get())
    await task
    trace('outside', number.get())
