# asyncio_wait: several coroutines are waited for together
# row: 1.97 asyncio_wait, 1.69, 1.72

import asyncio

from harness import trace


async def phase(number):
    await asyncio.sleep(100 * number)
    trace('done with', number)
    return f'phase {number}'


async def job(count):
    tasks = [asyncio.create_task(phase(number)) for number in range(count)]
    done, pending = await asyncio.wait(tasks)
    trace(sorted(task.result() for task in done), len(pending))


def main(loop):
    loop.run_until_complete(job(3))
