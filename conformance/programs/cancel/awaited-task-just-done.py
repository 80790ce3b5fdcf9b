# A cancel in the iteration in which the awaited task ends does not reach that task
# row: 2.2 Task.cancel

import asyncio

from harness import outcome, trace


async def child():
    await asyncio.sleep(10)
    return 'child'


async def parent(task):
    await outcome('parent', task)


async def main():
    loop = asyncio.get_running_loop()
    task = asyncio.create_task(child())
    waiting = asyncio.create_task(parent(task))
    task.add_done_callback(lambda f: trace('callback', waiting.cancel()))
    await waiting
    trace(task.cancelled(), task.result(), waiting.cancelled())
