# An eager task that never suspends is done when createTask returns
# row: 2.2 eager_task_factory, 2.2 get_coro/get_context/get_name/set_name

import asyncio

from harness import Boom, trace


async def work():
    return 'value'


async def fail():
    raise Boom('at once')


async def main():
    loop = asyncio.get_running_loop()
    loop.set_task_factory(asyncio.eager_task_factory)
    loop.call_soon(trace, 'callback')
    task = asyncio.create_task(work(), name='quick')
    trace(task.done(), task.result(), task.get_name(), task in asyncio.all_tasks())
    trace(await task)
    failed = asyncio.create_task(fail())
    trace(failed.done(), failed.exception())
    task.add_done_callback(lambda f: trace('done callback'))
    await asyncio.sleep(0)
