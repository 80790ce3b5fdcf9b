# A task's result cannot be set from outside
# row: 2.2 set_result/set_exception on Task

import asyncio

from harness import Boom, attempt, trace


async def work():
    await asyncio.sleep(10)
    return 'mine'


async def main():
    task = asyncio.create_task(work())
    attempt('setResult', lambda: task.set_result('theirs'))
    attempt('setException', lambda: task.set_exception(Boom('theirs')))
    trace(await task)
