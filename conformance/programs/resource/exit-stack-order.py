# An exit stack unwinds last in, first out
# row: 2.2 AsyncExitStack/asynccontextmanager/aclosing

import asyncio
import contextlib

from harness import trace


@contextlib.asynccontextmanager
async def resource(name):
    trace('open', name)
    yield name
    await asyncio.sleep(1)
    trace('close', name)


async def later(label):
    await asyncio.sleep(1)
    trace(label)


async def main():
    async with contextlib.AsyncExitStack() as stack:
        trace(await stack.enter_async_context(resource('a')))
        stack.push_async_callback(later, 'async callback')
        stack.callback(trace, 'callback')
        trace(await stack.enter_async_context(resource('b')))
        trace('body')
    trace('left')
