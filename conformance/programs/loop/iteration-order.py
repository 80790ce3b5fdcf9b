# One iteration runs exactly the handles that were ready when it began, due timers behind the plain ones
# row: 2.1 _run_once, 1.8, 1.9

import asyncio

from harness import Boom, trace


def say(name):
    trace(name)


def nest(loop):
    trace('nest')
    loop.call_soon(say, 'nested')
    loop.call_soon(say, 'nested again')


def fail():
    raise Boom('in a callback')


async def main():
    loop = asyncio.get_running_loop()
    loop.call_soon(nest, loop)
    loop.call_soon(say, 'second')
    loop.call_soon(fail)
    loop.call_later(-5, say, 'later -5')
    loop.call_later(0, say, 'later 0')
    await asyncio.sleep(0)
    trace('main after one iteration')
    await asyncio.sleep(0)
    trace('main after two iterations')
    await asyncio.sleep(0)
    trace('main after three iterations')
