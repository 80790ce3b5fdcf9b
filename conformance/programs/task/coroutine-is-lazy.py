# Calling a coroutine function runs nothing; awaiting it runs it in the same task, at once
# row: 1.2, 1.3, 1.4, 1.67

import asyncio

from harness import trace


async def inner():
    trace('inner', asyncio.current_task())
    return 'value'


async def main():
    asyncio.current_task().set_name('main')
    coro = inner()
    trace('made')
    await asyncio.sleep(5)
    asyncio.get_running_loop().call_soon(trace, 'callback')
    trace(await coro)
    await asyncio.sleep(0)
