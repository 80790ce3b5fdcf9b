# On the way out an error can be swallowed, and another can take its place
# row: 2.2 AsyncExitStack/asynccontextmanager/aclosing

import contextlib

from harness import Boom, trace


@contextlib.asynccontextmanager
async def watch(name):
    try:
        yield
        trace(name, 'no error')
    except BaseException as error:
        trace(name, error)
        raise


async def swallow(kind, error, traceback):
    trace('swallow', error)
    return True


async def replace(kind, error, traceback):
    trace('replace', error)
    raise ValueError('instead')


async def main():
    async with contextlib.AsyncExitStack() as stack:
        await stack.enter_async_context(watch('outer'))
        stack.push_async_exit(swallow)
        await stack.enter_async_context(watch('middle'))
        stack.push_async_exit(replace)
        await stack.enter_async_context(watch('inner'))
        raise Boom('body')
    trace('left')
