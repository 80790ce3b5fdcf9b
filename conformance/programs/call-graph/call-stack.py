# The graph has the stack of a suspended task
# row: 2.2 capture_call_graph
# differs: CPython lists the innermost frame first; acoro lists it last, as every stack it prints

import asyncio

from harness import trace


async def inner():
    await asyncio.get_running_loop().create_future()


async def outer():
    await inner()


async def main():
    task = asyncio.create_task(outer(), name='task')
    await asyncio.sleep(1)
    trace([entry.frame.f_code.co_name for entry in asyncio.capture_call_graph(task).call_stack])
    trace(asyncio.format_call_graph(task).split('\n')[0].split("'")[1])
    task.cancel()
    await asyncio.sleep(0)
