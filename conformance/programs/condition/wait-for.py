# waitFor waits until the predicate holds, and gives what it gave
# row: 2.3 Condition

import asyncio

from harness import trace


async def waiter(name, condition, box, limit):
    async with condition:
        trace(name, await condition.wait_for(lambda: len(box) >= limit and len(box)))


async def main():
    condition = asyncio.Condition()
    box = []
    tasks = [asyncio.create_task(waiter('three', condition, box, 3)), asyncio.create_task(waiter('one', condition, box, 1))]
    for item in range(4):
        await asyncio.sleep(10)
        async with condition:
            box.append(item)
            condition.notify_all()
    await asyncio.gather(*tasks)
    async with condition:
        trace(await condition.wait_for(lambda: 'at once'))
