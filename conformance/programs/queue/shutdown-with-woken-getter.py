# A getter that was woken for an item still gets it when the queue shuts down
# row: 2.3 shutdown

import asyncio

from harness import outcome


async def consumer(name, queue):
    await outcome(name, queue.get())


async def main():
    queue = asyncio.Queue()
    tasks = [asyncio.create_task(consumer(name, queue)) for name in 'ab']
    await asyncio.sleep(10)
    queue.put_nowait('item')
    queue.shutdown()
    await asyncio.gather(*tasks)
