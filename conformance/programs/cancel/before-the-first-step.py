# A task cancelled before its first step never runs its body
# row: 2.2 Task.cancel

import asyncio

from harness import outcome, trace


async def work():
    trace('never')


async def main():
    task = asyncio.create_task(work())
    trace(task.cancel(), task.done())
    await outcome('await', task)
    trace(task.cancelled())
