# A timeout inside a child fails that child, and so the group
# row: 2.2 timeout, 2.2 TaskGroup enter/exit

import asyncio

from harness import trace


async def work():
    async with asyncio.timeout(10):
        await asyncio.sleep(100)


async def other():
    try:
        await asyncio.sleep(100)
    finally:
        trace('other')


async def main():
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(work())
            group.create_task(other())
    except BaseException as error:
        trace(error)
