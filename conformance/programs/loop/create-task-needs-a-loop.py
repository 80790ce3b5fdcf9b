# createTask outside a running loop is refused, and the body never runs
# row: 2.2 create_task, 2.1 create_task, 1.48

import asyncio

from harness import attempt, trace


async def work():
    trace('never')


def main(loop):
    coro = work()
    attempt('createTask', lambda: asyncio.create_task(coro))
    coro.close()
