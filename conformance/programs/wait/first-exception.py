# FIRST_EXCEPTION returns with the first error; a cancellation is none
# row: 2.2 wait

import asyncio

from harness import Boom, trace


async def work(ms):
    await asyncio.sleep(ms)


async def fail(ms):
    await asyncio.sleep(ms)
    raise Boom('x')


async def main():
    tasks = [asyncio.create_task(work(10), name='a'), asyncio.create_task(work(100), name='b'),
             asyncio.create_task(fail(30), name='c'), asyncio.create_task(work(200), name='d')]
    asyncio.get_running_loop().call_later(20, tasks[1].cancel)
    trace(await asyncio.wait(tasks, return_when=asyncio.FIRST_EXCEPTION))
    trace(await asyncio.wait(tasks, return_when=asyncio.FIRST_EXCEPTION))
