# A coroutine can be driven from outside: send, throw, close
# row: 1.64, 1.3, 1.66, 1.30

import types

from harness import Boom, attempt, trace


@types.coroutine
def pause(value):
    return (yield value)


async def work():
    try:
        trace('got', await pause(None))
        trace('got', await pause(None))
    finally:
        trace('left')
    return 'result'


def main(loop):
    coro = work()
    coro.send(None)
    coro.send('first')
    try:
        coro.send('second')
    except StopIteration as end:
        trace('returned', end.value)
    coro = work()
    coro.send(None)
    attempt('throw', lambda: coro.throw(Boom('thrown in')))
    coro = work()
    coro.send(None)
    coro.close()
    coro = work()
    coro.close()
    trace('closed before the start')
