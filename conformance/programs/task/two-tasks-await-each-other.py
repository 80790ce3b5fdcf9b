# Two tasks that await one another are a deadlock
# row: 2.2 step protocol

import asyncio



async def work(tasks, index):
    await tasks[1 - index]


async def main():
    tasks = []
    tasks.append(asyncio.create_task(work(tasks, 0)))
    tasks.append(asyncio.create_task(work(tasks, 1)))
    await asyncio.wait(tasks)
