# A task or future that is late is cancelled too
# row: 2.2 wait_for

import asyncio

from harness import outcome, trace


async def work():
    await asyncio.sleep(100)


async def main():
    task = asyncio.create_task(work())
    future = asyncio.get_running_loop().create_future()
    await outcome('task', asyncio.wait_for(task, 10))
    await outcome('future', asyncio.wait_for(future, 10))
    trace(task.cancelled(), future.cancelled())
    kept = asyncio.create_task(work())
    await outcome('shielded', asyncio.wait_for(asyncio.shield(kept), 10))
    trace(kept.done())
