import asyncio


async def child(value):
    return value


async def program(n, _option):
    tasks = [asyncio.create_task(child(i)) for i in range(n)]
    total = 0
    for task in tasks:
        total += await task
    return total
