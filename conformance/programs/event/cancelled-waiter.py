# A cancelled waiter leaves, the others are woken
# row: 2.3 Event, 2.2 Task.cancel

import asyncio

from harness import outcome


async def waiter(name, event):
    await outcome(name, event.wait())


async def main():
    event = asyncio.Event()
    tasks = [asyncio.create_task(waiter(name, event)) for name in 'abc']
    await asyncio.sleep(10)
    tasks[1].cancel()
    await asyncio.sleep(10)
    event.set()
    await asyncio.gather(*tasks)
