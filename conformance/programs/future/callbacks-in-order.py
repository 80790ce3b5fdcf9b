# Done callbacks are never called at once, but in order of registration in the next iteration
# row: 2.2 add_done_callback, 1.37

import asyncio

from harness import trace


async def main():
    loop = asyncio.get_running_loop()
    future = loop.create_future()
    future.add_done_callback(lambda f: trace('one', f.result()))
    future.add_done_callback(lambda f: trace('two', f is future))
    loop.call_soon(trace, 'before')
    future.set_result('value')
    loop.call_soon(trace, 'after')
    future.add_done_callback(lambda f: trace('late'))
    trace('set')
    await asyncio.sleep(0)
    trace('end of iteration')
