# A future set in the same step it is awaited in does not suspend
# row: 2.2 step protocol, 2.2 set_result/set_exception

import asyncio

from harness import trace


async def setter(future):
    trace('setter')
    future.set_result('set')


async def main():
    loop = asyncio.get_running_loop()
    future = loop.create_future()
    asyncio.create_task(setter(future))
    loop.call_soon(trace, 'behind the setter')
    trace(await future)
    again = loop.create_future()
    loop.call_soon(trace, 'not before')
    await setter(again)
    trace(await again)
    await asyncio.sleep(0)
