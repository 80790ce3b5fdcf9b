# A cancelled future raises CancelledError from every door
# row: 2.2 Future.cancel, 2.2 result, 2.2 exception, 1.41

import asyncio

from harness import Boom, attempt, outcome, trace


async def main():
    future = asyncio.get_running_loop().create_future()
    attempt('cancel', future.cancel)
    attempt('cancel again', future.cancel)
    trace(future.done(), future.cancelled())
    attempt('result', future.result)
    attempt('exception', future.exception)
    attempt('setResult', lambda: future.set_result(1))
    attempt('setException', lambda: future.set_exception(Boom('late')))
    await outcome('await', future)
