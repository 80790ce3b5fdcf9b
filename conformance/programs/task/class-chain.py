# A task is a future, and can be extended
# row: 1.44, 1.46, 2.2 Task

import asyncio

from harness import trace


class Counted(asyncio.Task):
    count = 0

    def __init__(self, *args, **options):
        Counted.count += 1
        super().__init__(*args, **options)


async def work():
    return 'value'


async def main():
    task = Counted(work(), name='mine')
    trace(isinstance(task, asyncio.Task), isinstance(task, asyncio.Future), asyncio.isfuture(task), task)
    trace(await task, Counted.count)
