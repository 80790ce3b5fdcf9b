# The current task is known inside tasks only; finished tasks leave the list
# row: 2.2 current_task/all_tasks, 1.10, 1.55, 1.56

import asyncio

from harness import trace


async def work(ms):
    await asyncio.sleep(ms)


async def main():
    loop = asyncio.get_running_loop()
    asyncio.current_task().set_name('main')
    one = asyncio.create_task(work(10), name='one')
    two = asyncio.create_task(work(20), name='two')
    trace(asyncio.current_task(), asyncio.all_tasks())
    loop.call_soon(lambda: trace('callback', asyncio.current_task()))
    await asyncio.sleep(0)
    await one
    trace(asyncio.all_tasks(), asyncio.all_tasks(loop))
    two.cancel()
    await asyncio.sleep(0)
    trace(asyncio.all_tasks())
