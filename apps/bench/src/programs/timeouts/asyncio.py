import asyncio


async def work():
    await asyncio.sleep(0)
    return 1


async def program(n, _option):
    total = 0
    for _ in range(n):
        async with asyncio.timeout(60):
            total += await work()
    return total
