# A cancelled sleep leaves no timer behind
# row: 2.2 sleep

import asyncio

from harness import outcome


async def main():
    task = asyncio.create_task(asyncio.sleep(1000))
    await asyncio.sleep(10)
    task.cancel()
    await outcome('sleep', task)
    await asyncio.get_running_loop().create_future()
