# What swallows the cancellation gives its result after all
# row: 2.2 wait_for

import asyncio

from harness import Boom, outcome


async def work():
    try:
        await asyncio.sleep(100)
    except asyncio.CancelledError:
        return 'ok'


async def fail():
    try:
        await asyncio.sleep(100)
    except asyncio.CancelledError:
        raise Boom('instead')


async def main():
    await outcome('result', asyncio.wait_for(work(), 10))
    await outcome('error', asyncio.wait_for(fail(), 10))
    await outcome('task', asyncio.wait_for(asyncio.create_task(work()), 10))
