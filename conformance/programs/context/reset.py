# A token puts the old value back, once
# row: 2.2 contextvars

import contextvars

from harness import attempt, trace


number = contextvars.ContextVar('number')


async def main():
    attempt('unset', lambda: number.get('fallback'))
    token = number.set(1)
    inner = number.set(2)
    trace(number.get(), inner.old_value, token.var is number)
    number.reset(inner)
    trace(number.get())
    attempt('again', lambda: number.reset(inner))
    number.reset(token)
    attempt('unset', lambda: number.get('fallback'))
