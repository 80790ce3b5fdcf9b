# A handler for every error but a cancellation
# row: 2.2 exceptions

import asyncio

from harness import Boom, outcome, trace


async def careful(wait):
    try:
        await wait
    except Exception as error:
        trace('caught', error)


async def fail():
    await asyncio.sleep(1)
    raise Boom('mine')


async def main():
    await outcome('an error', careful(fail()))
    task = asyncio.create_task(careful(asyncio.sleep(10)))
    await asyncio.sleep(1)
    task.cancel()
    await outcome('a cancellation', task)
    trace(task.cancelled())
