# Cancelling one who awaits a bare future cancels the future, and so all who await it
# row: 2.2 __await__/__iter__, 2.2 Task.cancel

import asyncio

from harness import outcome, trace


async def waiter(name, future):
    await outcome(name, future)


async def main():
    future = asyncio.get_running_loop().create_future()
    tasks = [asyncio.create_task(waiter(name, future)) for name in 'abc']
    await asyncio.sleep(10)
    trace(tasks[1].cancel())
    trace(future.cancelled())
    await asyncio.gather(*tasks)
    trace([task.cancelled() for task in tasks], [task.cancelling() for task in tasks])
