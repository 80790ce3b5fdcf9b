import asyncio

cleaned = 0


async def child():
    global cleaned
    try:
        await asyncio.get_running_loop().create_future()
    finally:
        cleaned += 1


async def program(n, _option):
    global cleaned
    cleaned = 0
    tasks = [asyncio.create_task(child()) for _ in range(n)]
    await asyncio.sleep(0)
    for task in tasks:
        task.cancel()
    for task in tasks:
        try:
            await task
        except asyncio.CancelledError:
            pass
    return cleaned
