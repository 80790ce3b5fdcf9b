import asyncio


async def produce(queue, times):
    for _ in range(times):
        await queue.put(1)


async def program(n, capacity):
    queue = asyncio.Queue(capacity)
    producer = asyncio.create_task(produce(queue, n))
    total = 0
    for _ in range(n):
        total += await queue.get()
    await producer
    return total
