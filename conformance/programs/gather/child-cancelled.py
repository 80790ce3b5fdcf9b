# A cancelled child is an error for the gathering, which is not cancelled itself
# row: 2.2 gather

import asyncio

from harness import outcome, trace


async def work(name, ms):
    await asyncio.sleep(ms)
    trace(name)


async def main():
    children = [asyncio.create_task(work(name, 20)) for name in 'abc']
    gathering = asyncio.gather(*children)
    await asyncio.sleep(5)
    children[1].cancel('only me')
    await outcome('gathering', gathering)
    trace(gathering.cancelled(), gathering.done())
    await asyncio.sleep(50)
