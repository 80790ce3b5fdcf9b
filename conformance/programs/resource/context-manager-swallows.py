# A manager function may swallow the error, or raise another
# row: 2.2 AsyncExitStack/asynccontextmanager/aclosing

import contextlib

from harness import Boom, trace


@contextlib.asynccontextmanager
async def quiet():
    try:
        yield
    except Boom as error:
        trace('swallowed', error)


@contextlib.asynccontextmanager
async def other():
    try:
        yield
    except Boom:
        raise ValueError('instead')


async def main():
    async with quiet():
        raise Boom('one')
    try:
        async with other():
            raise Boom('two')
    except Exception as error:
        trace(error)
