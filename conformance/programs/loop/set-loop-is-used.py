# gather, shield and ensure_future use the loop that was set, before it runs
# row: 2.1 set_event_loop/new_event_loop, 2.2 ensure_future, 2.2 gather, 2.2 shield, 1.12

import asyncio

from harness import trace


async def work(name):
    await asyncio.sleep(1)
    return name


def main(loop):
    asyncio.set_event_loop(loop)
    task = asyncio.ensure_future(work('one'))
    future = asyncio.gather(task, work('two'), asyncio.shield(work('three')))
    trace(future.get_loop() is loop)
    try:
        return loop.run_until_complete(future)
    finally:
        asyncio.set_event_loop(None)
