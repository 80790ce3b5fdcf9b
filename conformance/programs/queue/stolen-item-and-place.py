# Having lost its item, a getter stands at the end of the line
# row: 2.3 Queue

import asyncio

from harness import trace


async def consumer(name, queue):
    trace(name, await queue.get())


async def main():
    queue = asyncio.Queue()
    tasks = [asyncio.create_task(consumer(name, queue)) for name in 'ab']
    await asyncio.sleep(10)
    queue.put_nowait('one')
    trace('thief', queue.get_nowait())
    await asyncio.sleep(10)
    queue.put_nowait('two')
    await asyncio.sleep(10)
    queue.put_nowait('three')
    await asyncio.gather(*tasks)
