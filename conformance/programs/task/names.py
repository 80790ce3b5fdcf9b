# A task has a name, its own or Task-N, and can be renamed
# row: 2.2 get_coro/get_context/get_name/set_name

import asyncio

from harness import trace


async def work():
    return asyncio.current_task().get_name()


async def main():
    one = asyncio.create_task(work(), name='one')
    other = asyncio.create_task(work())
    trace(one.get_name(), other.get_name().startswith('Task-'))
    one.set_name('renamed')
    trace(await one, (await other) == other.get_name())
