# notify wakes as many as it says, in order, once the lock is free
# row: 2.3 Condition

import asyncio

from harness import trace


async def waiter(name, condition):
    async with condition:
        trace(name, 'waits')
        await condition.wait()
        trace(name, 'woken', condition.locked())


async def main():
    condition = asyncio.Condition()
    tasks = [asyncio.create_task(waiter(name, condition)) for name in 'abcd']
    await asyncio.sleep(10)
    async with condition:
        condition.notify()
        trace('one')
    await asyncio.sleep(10)
    async with condition:
        condition.notify(2)
        trace('two')
        await asyncio.sleep(5)
        trace('lock free')
    await asyncio.sleep(10)
    async with condition:
        condition.notify_all()
        condition.notify_all()
    await asyncio.gather(*tasks)
