# Awaiting, asking for the result, or gathering counts as asking for the error
# row: 2.2 unretrieved exception

import asyncio

from harness import Boom, attempt, outcome, trace


async def work(futures):
    await outcome('awaited', futures[0])
    attempt('result', futures[1].result)
    await outcome('gathered', asyncio.gather(futures[2], return_exceptions=True))
    futures[3].add_done_callback(lambda f: trace('only heard of'))
    await asyncio.sleep(0)
    await asyncio.sleep(0)


def main(loop):
    loop.set_exception_handler(lambda owner, context: trace('handler', context['exception']))
    futures = [loop.create_future() for _ in range(4)]
    for number, future in enumerate(futures):
        future.set_exception(Boom(str(number)))
    loop.run_until_complete(work(futures))
    loop.close()
    del future
    futures.clear()
