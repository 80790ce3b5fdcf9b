import asyncio


async def one():
    await asyncio.sleep(0)
    return 1


async def program(n, _option):
    total = 0
    for _ in range(n):
        total += sum(await asyncio.gather(*(one() for _ in range(10))))
    return total
