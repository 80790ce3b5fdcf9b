# A bare yield runs the task again in the next iteration
# row: 2.2 step protocol, 1.82, 1.60

import asyncio
import types

from harness import trace


@types.coroutine
def checkpoint():
    yield


async def spin(name):
    for step in range(3):
        trace(name, step)
        await checkpoint()


async def main():
    await asyncio.gather(spin('a'), spin('b'))
