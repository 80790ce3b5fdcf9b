# A task keeps its error for those who ask
# row: 2.2 Task, 2.2 exception

import asyncio

from harness import Boom, attempt, outcome, trace


async def fail():
    await asyncio.sleep(5)
    raise Boom('from the task')


async def main():
    task = asyncio.create_task(fail(), name='failing')
    await asyncio.sleep(10)
    trace(task.done(), task.cancelled(), task.exception())
    attempt('result', task.result)
    await outcome('await', task)
    await outcome('again', task)
