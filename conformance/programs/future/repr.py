# A future prints its state, its result and its callbacks
# row: 2.2 Future, 2.2 repr, 1.52

import asyncio

from harness import Boom, form, trace


def first(future):
    pass


def second(future):
    pass


async def main():
    loop = asyncio.get_running_loop()
    future = loop.create_future()
    trace(form(future))
    future.add_done_callback(first)
    trace(form(future))
    future.add_done_callback(second)
    trace(form(future))
    future.add_done_callback(first)
    future.add_done_callback(second)
    trace(form(future))
    future.set_result(42)
    trace(form(future))
    failed = loop.create_future()
    failed.set_exception(Boom())
    failed.exception()
    trace(form(failed))
    gone = loop.create_future()
    gone.cancel()
    trace(form(gone))
