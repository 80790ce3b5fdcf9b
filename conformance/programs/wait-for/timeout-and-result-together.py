# A deadline in the same iteration as the result wins, whichever timer is first
# row: 2.2 wait_for

import asyncio

from harness import outcome


async def work(future):
    return await future


async def main():
    loop = asyncio.get_running_loop()
    future = loop.create_future()
    loop.call_later(10, future.set_result, 'first')
    await outcome('result first', asyncio.wait_for(work(future), 10))
    other = loop.create_future()
    waiting = asyncio.create_task(asyncio.wait_for(other, 10))
    await asyncio.sleep(0)
    loop.call_later(10, lambda: other.done() or other.set_result('second'))
    await outcome('deadline first', waiting)
