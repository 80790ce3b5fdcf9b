# Gathering eager coroutines that never suspend takes no turn of the loop
# row: 2.2 eager_task_factory, 2.2 gather

import asyncio

from harness import trace


async def work(name, waits):
    trace(name)
    if waits:
        await asyncio.sleep(0)
    return name


async def main():
    loop = asyncio.get_running_loop()
    loop.set_task_factory(asyncio.eager_task_factory)
    loop.call_soon(trace, 'callback')
    trace(await asyncio.gather(work('a', False), work('b', False)))
    trace(await asyncio.gather(work('c', True), work('d', False)))
