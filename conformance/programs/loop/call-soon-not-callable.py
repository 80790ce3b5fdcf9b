# In debug mode callSoon takes no coroutine and nothing that cannot be called
# row: 2.1 call_soon

import asyncio

from harness import attempt, trace


async def work():
    trace('never')


async def main():
    loop = asyncio.get_running_loop()
    loop.set_debug(True)
    coro = work()
    attempt('a coroutine', lambda: loop.call_soon(coro))
    attempt('a number', lambda: loop.call_soon(5))
    coro.close()
    loop.set_debug(False)
    await asyncio.sleep(0)
