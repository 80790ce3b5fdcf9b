# asyncio_generator: the same chain with plain generators in place of coroutines
# row: 1.97 asyncio_generator, 1.62, 1.68

import types

from harness import trace


@types.coroutine
def first():
    trace('first step')
    yield
    return 'one'


@types.coroutine
def second(given):
    trace('second step, given', given)
    yield
    return 'two, after ' + given


@types.coroutine
def both():
    trace('starting')
    one = yield from first()
    two = yield from second(one)
    return (one, two)


def main(loop):
    trace('came back:', loop.run_until_complete(both()))
