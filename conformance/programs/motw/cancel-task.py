# asyncio_cancel_task: a task is cancelled before it has begun
# row: 1.97 asyncio_cancel_task, 1.73, 1.41, 1.42

import asyncio

from harness import trace


async def task_body():
    trace('never')


async def job(loop):
    task = loop.create_task(task_body())
    trace('cancelling:', task.cancel())
    try:
        await task
    except asyncio.CancelledError:
        trace('it was cancelled:', task.cancelled())
    else:
        trace('result', task.result())


def main(loop):
    loop.run_until_complete(job(loop))
