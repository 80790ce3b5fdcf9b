import asyncio


async def one():
    await asyncio.sleep(0)
    return 1


async def program(n, _option):
    total = 0
    for _ in range(n):
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(one()) for _ in range(10)]
        total += sum(task.result() for task in tasks)
    return total
