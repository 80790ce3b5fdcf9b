# A callback that fails goes to the exception handler and hinders no other
# row: 2.2 add_done_callback, 2.1 exception in a plain callback

import asyncio

from harness import Boom, trace


def fail(future):
    raise Boom('callback')


async def main():
    future = asyncio.get_running_loop().create_future()
    future.add_done_callback(lambda f: trace('first'))
    future.add_done_callback(fail)
    future.add_done_callback(lambda f: trace('third'))
    future.set_result('value')
    trace(await future)
