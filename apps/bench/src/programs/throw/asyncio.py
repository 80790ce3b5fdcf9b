import asyncio


async def fail(depth):
    if depth > 1:
        return await fail(depth - 1)
    await asyncio.sleep(0)
    raise RuntimeError("from below")


async def program(n, depth):
    caught = 0
    for _ in range(n):
        try:
            await fail(depth)
        except RuntimeError:
            caught += 1
    return caught
