# However many shields around it were cancelled, a late error is reported once
# row: 2.2 shield, 2.1 call_exception_handler

import asyncio

from harness import Boom, outcome


async def fail():
    await asyncio.sleep(30)
    raise Boom('late')


async def waiting(inner):
    await outcome('waiting', asyncio.shield(inner))


async def main():
    inner = asyncio.create_task(fail())
    tasks = [asyncio.create_task(waiting(inner)) for _ in range(3)]
    await asyncio.sleep(10)
    tasks[0].cancel()
    tasks[1].cancel()
    await asyncio.wait(tasks)
    await asyncio.sleep(50)
