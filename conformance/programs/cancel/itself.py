# A task that cancels itself is cancelled at its next wait
# row: 2.2 Task.cancel

import asyncio

from harness import outcome, trace


async def work():
    task = asyncio.current_task()
    trace(task.cancel(), task.cancelling())
    trace('still running')
    try:
        await asyncio.sleep(0)
        trace('never')
    finally:
        trace('cancelled')


async def main():
    task = asyncio.create_task(work())
    await outcome('await', task)
