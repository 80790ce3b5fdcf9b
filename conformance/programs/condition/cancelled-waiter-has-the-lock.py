# A cancelled waiter takes the lock again before the error comes out
# row: 2.3 Condition, 2.2 Task.cancel

import asyncio

from harness import outcome, trace


async def waiter(condition):
    async with condition:
        try:
            await condition.wait()
        except asyncio.CancelledError as error:
            trace('cancelled', error, condition.locked())
            raise


async def main():
    condition = asyncio.Condition()
    task = asyncio.create_task(waiter(condition))
    await asyncio.sleep(10)
    await condition.acquire()
    task.cancel('stop')
    await asyncio.sleep(10)
    trace('still held', task.done())
    condition.release()
    await outcome('task', task)
    trace(condition.locked())
