# Tasks cancelled one after the other end in that order
# row: 2.2 Task.cancel

import asyncio

from harness import trace


async def work(name):
    try:
        await asyncio.sleep(100)
    finally:
        trace(name)


async def main():
    tasks = [asyncio.create_task(work(name)) for name in 'abcd']
    await asyncio.sleep(1)
    for index in (2, 0, 3, 1):
        tasks[index].cancel()
    trace('cancelled')
    await asyncio.wait(tasks)
