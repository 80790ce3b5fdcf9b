# A group prints its tasks, errors and state
# row: 2.2 TaskGroup enter/exit, 2.2 repr

import asyncio

from harness import form, trace


async def work():
    await asyncio.sleep(10)


async def main():
    group = asyncio.TaskGroup()
    trace(form(group))
    async with group:
        trace(form(group))
        group.create_task(work())
        group.create_task(work())
        trace(form(group))
