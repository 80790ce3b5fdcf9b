# A task starts with a copy of its creator's variables, taken at creation
# row: 2.2 contextvars, 1.1

import asyncio
import contextvars

from harness import trace


number = contextvars.ContextVar('number', default=0)


async def work(name):
    trace(name, number.get())
    number.set(number.get() + 10)
    await asyncio.sleep(1)
    trace(name, number.get())


async def main():
    number.set(1)
    one = asyncio.create_task(work('one'))
    number.set(2)
    two = asyncio.create_task(work('two'))
    number.set(3)
    await asyncio.gather(one, two)
    trace('main', number.get())
    await work('same task')
    trace('main', number.get())
