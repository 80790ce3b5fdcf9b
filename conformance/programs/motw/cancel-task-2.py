# asyncio_cancel_task2: a task is cancelled while it waits, by a callback
# row: 1.97 asyncio_cancel_task2, 1.74

import asyncio

from harness import trace


async def task_body():
    trace('going to wait')
    try:
        await asyncio.sleep(1000)
    except asyncio.CancelledError:
        trace('cancelled while waiting')
        raise


def canceller(task):
    trace('cancelling')
    task.cancel()


async def job(loop):
    task = loop.create_task(task_body())
    loop.call_soon(canceller, task)
    try:
        await task
    except asyncio.CancelledError:
        trace('the maker hears of it too')


def main(loop):
    loop.run_until_complete(job(loop))
