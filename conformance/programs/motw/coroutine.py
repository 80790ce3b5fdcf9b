# asyncio_coroutine: a loop runs one coroutine to its end
# row: 1.97 asyncio_coroutine, 1.2, 1.3, 1.20

from harness import trace


async def job():
    trace('inside the coroutine')


def main(loop):
    coro = job()
    trace('before the loop runs')
    loop.run_until_complete(coro)
    loop.close()
    trace('the loop is closed')
