# set wakes everybody, in order, and who comes later does not wait
# row: 2.3 Event

import asyncio

from harness import trace


async def waiter(name, event):
    trace(name, await event.wait())


async def main():
    event = asyncio.Event()
    trace(event.is_set())
    tasks = [asyncio.create_task(waiter(name, event)) for name in 'abc']
    await asyncio.sleep(10)
    event.set()
    event.set()
    trace('set', event.is_set())
    await asyncio.gather(*tasks)
    trace('late', await event.wait())
    event.clear()
    trace(event.is_set())
