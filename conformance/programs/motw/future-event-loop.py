# asyncio_future_event_loop: the loop runs until a future has its result
# row: 1.97 asyncio_future_event_loop, 1.75, 1.36

from harness import trace


def mark_done(future, result):
    trace('setting', result)
    future.set_result(result)


def main(loop):
    future = loop.create_future()
    loop.call_soon(mark_done, future, 'the result')
    trace('the loop gives', loop.run_until_complete(future))
    loop.close()
    trace('the future holds', future.result())
