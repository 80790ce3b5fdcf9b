# A token works in the context it was made in only, and for its own variable
# row: 2.2 contextvars

import asyncio
import contextvars

from harness import attempt


number = contextvars.ContextVar('number')
other = contextvars.ContextVar('other')


async def reset(token):
    attempt('in another task', lambda: number.reset(token))


async def main():
    token = number.set(1)
    attempt('another variable', lambda: other.reset(token))
    await asyncio.create_task(reset(token))
    number.reset(token)
    attempt('in its own', lambda: number.get('unset'))
    attempt('no value', lambda: other.get('fallback'))
