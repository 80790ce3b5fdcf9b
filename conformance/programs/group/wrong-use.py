# A group takes tasks between entry and end only, and is entered once
# row: 2.2 TaskGroup.create_task, 2.2 TaskGroup enter/exit

import asyncio

from harness import attempt, trace


async def work():
    trace('never')


async def main():
    group = asyncio.TaskGroup()
    attempt('before', lambda: group.create_task(work()))
    async with group:
        pass
    attempt('after', lambda: group.create_task(work()))
    try:
        async with group:
            trace('never')
    except RuntimeError as error:
        trace('again', error)
