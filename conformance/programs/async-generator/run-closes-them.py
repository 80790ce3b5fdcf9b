# run closes the generators that main left half-way
# row: 2.1 asyncio.run, 2.1 shutdown_asyncgens

import asyncio

from harness import new_loop, trace


kept = []


async def resource():
    try:
        yield 'item'
    finally:
        await asyncio.sleep(10)
        trace('closed')


async def work():
    items = resource()
    kept.append(items)
    trace(await anext(items))


def main(loop):
    asyncio.run(work(), loop_factory=new_loop)
    trace('left')
