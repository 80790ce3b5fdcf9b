# A cancel after the awaited future was set, before the task woke, is thrown at the wait
# row: 2.2 Task.cancel

import asyncio

from harness import outcome, trace


async def work(future):
    try:
        trace('got', await future)
    except asyncio.CancelledError:
        trace('cancelled', future.done(), future.cancelled())
        raise


async def main():
    future = asyncio.get_running_loop().create_future()
    task = asyncio.create_task(work(future))
    await asyncio.sleep(10)
    future.set_result('value')
    trace(task.cancel(), task.cancelling())
    await outcome('await', task)
    trace(future.result())
