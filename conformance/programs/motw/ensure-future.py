# asyncio_ensure_future: who is handed something awaitable need not know how it was made
# row: 1.97 asyncio_ensure_future, 1.50

import asyncio

from harness import trace


async def wrapped():
    trace('running')
    return 'the result'


async def inner(task):
    trace('waiting for', task.get_name())
    trace('got', await task)


async def starter():
    task = asyncio.ensure_future(wrapped())
    task.set_name('wrapped')
    trace('starting')
    await inner(task)


def main(loop):
    loop.run_until_complete(starter())
