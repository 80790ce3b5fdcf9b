# printStack says whether there is a stack
# row: 2.2 print_stack, 1.54

import asyncio

from harness import trace


import io


async def work():
    await asyncio.sleep(10)


async def main():
    task = asyncio.create_task(work(), name='worker')
    await asyncio.sleep(1)
    for _ in range(2):
        text = io.StringIO()
        task.print_stack(file=text)
        trace(text.getvalue().split(' ')[0], text.getvalue().split('\n')[0].endswith('(most recent call last):'))
        await asyncio.sleep(20)
