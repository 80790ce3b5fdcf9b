import asyncio


async def child(delay):
    await asyncio.sleep(delay / 1000)
    return 1


async def program(n, _option):
    tasks = [asyncio.create_task(child(100 + i % 100)) for i in range(n)]
    total = 0
    for task in tasks:
        total += await task
    return total
