# asyncio_future_callback: two callbacks hear of the future, which is passed to them
# row: 1.97 asyncio_future_callback, 1.37, 1.76

import functools

from harness import trace


def callback(number, future):
    trace(number, 'hears of', future.result())


async def register(future):
    future.add_done_callback(functools.partial(callback, 1))
    future.add_done_callback(functools.partial(callback, 2))


async def job(future):
    await register(future)
    trace('setting')
    future.set_result('the result')


def main(loop):
    future = loop.create_future()
    loop.run_until_complete(job(future))
