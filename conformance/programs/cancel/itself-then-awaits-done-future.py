# A pending cancel does not fire where nothing suspends
# row: 2.2 Task.cancel

import asyncio

from harness import outcome, trace


async def work(done):
    asyncio.current_task().cancel('later')
    trace('done future', await done)
    await outcome('pending future', asyncio.get_running_loop().create_future())


async def main():
    done = asyncio.get_running_loop().create_future()
    done.set_result('value')
    await asyncio.create_task(work(done))
