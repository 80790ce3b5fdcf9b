# Who awaits a task runs one iteration after its last step
# row: 2.2 step protocol, 2.2 add_done_callback

import asyncio

from harness import trace


async def work():
    trace('work')


async def main():
    loop = asyncio.get_running_loop()

    def count(number):
        trace('iteration', number)
        if number < 4:
            loop.call_soon(count, number + 1)

    task = asyncio.create_task(work())
    loop.call_soon(count, 1)
    task.add_done_callback(lambda f: trace('callback'))
    await task
    trace('main goes on')
    await asyncio.sleep(0)
