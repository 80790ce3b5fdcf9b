# asyncio_coroutine_return: what a coroutine returns goes to who runs it
# row: 1.97 asyncio_coroutine_return, 1.66

from harness import trace


async def job():
    trace('inside the coroutine')
    return 'what it returns'


def main(loop):
    trace('came back:', loop.run_until_complete(job()))
    loop.close()
