# With returnExceptions errors and cancellations are results
# row: 2.2 gather

import asyncio

from harness import Boom, trace


async def work(name, ms):
    await asyncio.sleep(ms)
    return name


async def fail(name, ms):
    await asyncio.sleep(ms)
    raise Boom(name)


async def main():
    gone = asyncio.create_task(work('gone', 100))
    asyncio.get_running_loop().call_later(5, gone.cancel)
    trace(await asyncio.gather(work('a', 30), fail('b', 10), gone, fail('c', 40), return_exceptions=True))
