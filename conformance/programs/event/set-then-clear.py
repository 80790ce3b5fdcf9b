# set followed at once by clear wakes those who waited all the same
# row: 2.3 Event

import asyncio

from harness import trace


async def waiter(name, event):
    await event.wait()
    trace(name, event.is_set())


async def main():
    event = asyncio.Event()
    tasks = [asyncio.create_task(waiter(name, event)) for name in 'ab']
    await asyncio.sleep(10)
    event.set()
    event.clear()
    late = asyncio.create_task(waiter('late', event))
    await asyncio.gather(*tasks)
    await asyncio.sleep(10)
    trace(late.done())
    event.set()
    await late
