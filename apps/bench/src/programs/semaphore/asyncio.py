import asyncio


async def visit(semaphore):
    async with semaphore:
        await asyncio.sleep(0)
    return 1


async def program(n, permits):
    semaphore = asyncio.Semaphore(permits)
    tasks = [asyncio.create_task(visit(semaphore)) for _ in range(n)]
    total = 0
    for task in tasks:
        total += await task
    return total
