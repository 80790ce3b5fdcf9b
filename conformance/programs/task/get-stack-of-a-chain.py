# A suspended task shows its stack
# row: 2.2 get_stack, 1.53
# differs: CPython lists the outermost coroutine only; acoro lists the whole chain, outermost first

import asyncio

from harness import trace


async def inner():
    await asyncio.sleep(10)


async def middle():
    await inner()


async def outer():
    await middle()


async def main():
    task = asyncio.create_task(outer())
    await asyncio.sleep(1)
    trace([frame.f_code.co_name for frame in task.get_stack()])
    await task
    trace([frame.f_code.co_name for frame in task.get_stack()])
