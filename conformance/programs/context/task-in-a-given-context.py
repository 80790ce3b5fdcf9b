# A task can be given its context, and works in it
# row: 2.2 Task, 2.2 get_coro/get_context/get_name/set_name, 2.2 contextvars

import asyncio
import contextvars

from harness import trace


number = contextvars.ContextVar('number', default=0)


async def work():
    trace('inside', number.get())
    number.set(number.get() + 1)
    await asyncio.sleep(1)
    number.set(number.get() + 1)


async def main():
    context = contextvars.copy_context()
    context.run(number.set, 10)
    task = asyncio.create_task(work(), context=context)
    trace(task.get_context() is context)
    await task
    await asyncio.create_task(work(), context=context)
    trace(context[number], number.get())
