# A waiter that is notified and then cancelled passes the notification on
# row: 2.3 Condition, 2.2 Task.cancel

import asyncio

from harness import trace


async def waiter(name, condition):
    async with condition:
        try:
            await condition.wait()
            trace(name, 'woken')
        except asyncio.CancelledError:
            trace(name, 'cancelled')
            raise


async def main():
    condition = asyncio.Condition()
    tasks = [asyncio.create_task(waiter(name, condition)) for name in 'ab']
    await asyncio.sleep(10)
    async with condition:
        condition.notify()
        tasks[0].cancel()
    await asyncio.wait(tasks)
