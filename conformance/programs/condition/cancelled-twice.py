# A waiter cancelled again while it takes the lock still takes it
# row: 2.3 Condition, 2.2 Task.cancel

import asyncio

from harness import outcome, trace


async def waiter(condition):
    async with condition:
        try:
            await condition.wait()
        except asyncio.CancelledError:
            trace('cancelled', condition.locked())
            raise


async def main():
    condition = asyncio.Condition()
    task = asyncio.create_task(waiter(condition))
    await asyncio.sleep(10)
    await condition.acquire()
    task.cancel('one')
    await asyncio.sleep(10)
    task.cancel('two')
    await asyncio.sleep(10)
    trace('still held', task.done(), task.cancelling())
    condition.release()
    await outcome('task', task)
    trace(condition.locked())
