import asyncio


async def down(depth, times):
    if depth > 1:
        return await down(depth - 1, times)
    for _ in range(times):
        await asyncio.sleep(0)
    return times


async def program(n, depth):
    return await down(depth, n)
