# asyncio_future_await: a coroutine awaits the future
# row: 1.97 asyncio_future_await, 1.75

from harness import trace


def mark_done(future, result):
    trace('setting', result)
    future.set_result(result)


async def job(loop):
    future = loop.create_future()
    loop.call_soon(mark_done, future, 'the result')
    trace('awaited', await future)


def main(loop):
    loop.run_until_complete(job(loop))
