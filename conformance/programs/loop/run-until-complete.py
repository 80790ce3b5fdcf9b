# runUntilComplete gives the result, raises the error, and leaves the other tasks for later
# row: 2.1 run_until_complete, 1.20, 1.21

import asyncio

from harness import Boom, attempt, trace


async def work(name, delay):
    await asyncio.sleep(delay)
    trace(name)
    return name


async def fail():
    await asyncio.sleep(1)
    raise Boom('from main')


def main(loop):
    late = loop.create_task(work('late', 30), name='late')
    trace(loop.run_until_complete(work('first', 10)))
    trace(late.done())
    attempt('fail', lambda: loop.run_until_complete(fail()))
    trace(loop.run_until_complete(late))
    trace(loop.run_until_complete(late))
    loop.close()
    trace(loop.is_closed())
