import asyncio
from contextvars import ContextVar

current = ContextVar("current")


async def child(value):
    current.set(value)
    await asyncio.sleep(0)
    return current.get()


async def program(n, _option):
    tasks = [asyncio.create_task(child(i)) for i in range(n)]
    total = 0
    for task in tasks:
        total += await task
    return total
