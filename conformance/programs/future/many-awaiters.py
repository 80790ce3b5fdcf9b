# All who await one future are woken in the order they came
# row: 2.2 __await__/__iter__, 2.2 Future

import asyncio

from harness import trace


async def waiter(name, future):
    trace(name, 'waits')
    trace(name, await future)


async def main():
    future = asyncio.get_running_loop().create_future()
    tasks = [asyncio.create_task(waiter(name, future)) for name in 'abc']
    await asyncio.sleep(10)
    future.set_result('go')
    trace('set')
    await asyncio.gather(*tasks)
