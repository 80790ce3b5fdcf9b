# A woken getter whose item was taken by getNowait waits again
# row: 2.3 Queue

import asyncio

from harness import trace


async def consumer(name, queue):
    trace(name, await queue.get())


async def main():
    queue = asyncio.Queue()
    task = asyncio.create_task(consumer('first', queue))
    await asyncio.sleep(10)
    queue.put_nowait('one')
    trace('thief', queue.get_nowait())
    await asyncio.sleep(10)
    trace(task.done())
    second = asyncio.create_task(consumer('second', queue))
    await asyncio.sleep(10)
    queue.put_nowait('two')
    queue.put_nowait('three')
    await asyncio.gather(task, second)
