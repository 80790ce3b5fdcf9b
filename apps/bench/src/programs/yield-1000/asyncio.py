import asyncio


async def child(times):
    for _ in range(times):
        await asyncio.sleep(0)
    return times


async def program(n, _option):
    tasks = [asyncio.create_task(child(n // 1000)) for _ in range(1000)]
    total = 0
    for task in tasks:
        total += await task
    return total
