# shutdownAsyncgens closes every generator that was left half-way
# row: 2.1 shutdown_asyncgens, 1.23

import asyncio

from harness import trace


async def resource(name):
    try:
        yield name
    finally:
        await asyncio.sleep(10)
        trace('closed', name)


async def main():
    loop = asyncio.get_running_loop()
    one = resource('one')
    two = resource('two')
    trace(await anext(one), await anext(two))
    async for _ in two:
        pass
    await loop.shutdown_asyncgens()
    trace(await anext(one, 'exhausted'))
