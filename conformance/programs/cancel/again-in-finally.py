# A second cancel interrupts the waiting finally block
# row: 2.2 Task.cancel

import asyncio

from harness import outcome, trace


async def work():
    try:
        await asyncio.sleep(100)
    finally:
        try:
            await asyncio.sleep(20)
            trace('never')
        finally:
            trace('interrupted')


async def main():
    task = asyncio.create_task(work())
    await asyncio.sleep(10)
    task.cancel('one')
    await asyncio.sleep(5)
    task.cancel('two')
    await outcome('await', task)
    trace(task.cancelling())
