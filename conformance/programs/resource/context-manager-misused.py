# A manager function has to give exactly one value
# row: 2.2 AsyncExitStack/asynccontextmanager/aclosing

import contextlib

from harness import trace


@contextlib.asynccontextmanager
async def none():
    if False:
        yield


@contextlib.asynccontextmanager
async def two():
    yield 1
    yield 2


async def main():
    try:
        async with none():
            trace('never')
    except RuntimeError as error:
        trace('none', error)
    try:
        async with two() as value:
            trace('body', value)
    except RuntimeError as error:
        trace('two', error)
