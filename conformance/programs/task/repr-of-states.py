# A task prints state, name, coroutine, what it waits for and its callbacks
# row: 2.2 repr, 1.52

import asyncio

from harness import form, trace


async def work():
    await asyncio.sleep(10)
    return 'value'


def tell(future):
    pass


async def main():
    task = asyncio.create_task(work(), name='worker')
    await asyncio.sleep(0)
    trace(form(task))
    task.add_done_callback(tell)
    trace(form(task))
    await task
    trace(form(task))
