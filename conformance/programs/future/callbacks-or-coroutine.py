# A chain of callbacks and a coroutine do the same in the same turns; only the coroutine reads from top to bottom
# row: 1.65

import asyncio

from harness import trace


def step(name):
    future = asyncio.get_running_loop().create_future()
    asyncio.get_running_loop().call_later(10, future.set_result, name)
    return future


def by_callbacks(done):
    def second(first):
        trace('callbacks', first.result())

        def third(future):
            trace('callbacks', future.result())
            done.set_result('callbacks')

        step('two').add_done_callback(third)

    step('one').add_done_callback(second)


async def by_coroutine():
    trace('coroutine', await step('one'))
    trace('coroutine', await step('two'))
    return 'coroutine'


async def main():
    done = asyncio.get_running_loop().create_future()
    by_callbacks(done)
    task = asyncio.create_task(by_coroutine())
    trace(await done, await task)
