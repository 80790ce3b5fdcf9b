# Context.run keeps what is set inside, and is entered once at a time
# row: 2.2 contextvars

import contextvars

from harness import attempt, trace


number = contextvars.ContextVar('number', default=0)


async def main():
    number.set(1)
    context = contextvars.copy_context()
    context.run(number.set, 2)
    trace(number.get(), context[number], context.run(number.get))
    attempt('twice', lambda: context.run(lambda: context.run(number.get)))
    copy = context.copy()
    copy.run(number.set, 3)
    trace(number.get(), context[number], copy[number])
