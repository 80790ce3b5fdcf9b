# waitFor and timeout run their body in the same task, so its variables stay
# row: 2.2 contextvars, 2.2 wait_for, 2.2 timeout

import asyncio
import contextvars

from harness import trace


number = contextvars.ContextVar('number', default=0)


async def work(value):
    await asyncio.sleep(1)
    number.set(value)


async def main():
    await asyncio.wait_for(work(1), 10)
    trace(number.get())
    async with asyncio.timeout(10):
        await work(2)
    trace(number.get())
    await asyncio.gather(work(3))
    trace(number.get())
    await asyncio.shield(work(4))
    trace(number.get())
