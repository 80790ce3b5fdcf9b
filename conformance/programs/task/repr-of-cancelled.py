# A task prints that it is being cancelled, and that it was
# row: 2.2 repr, 2.2 Task.cancel

import asyncio

from harness import Boom, form, trace


async def work():
    try:
        await asyncio.sleep(10)
    finally:
        await asyncio.sleep(5)


async def fail():
    raise Boom()


async def main():
    task = asyncio.create_task(work(), name='worker')
    await asyncio.sleep(1)
    task.cancel()
    trace(form(task).split(' ')[1])
    await asyncio.sleep(1)
    trace(form(task))
    await asyncio.wait([task])
    trace(form(task))
    failed = asyncio.create_task(fail(), name='failing')
    await asyncio.wait([failed])
    trace(form(failed), failed.exception())
