# A failed future raises the same error each time it is asked
# row: 2.2 exception, 2.2 set_result/set_exception, 1.40

import asyncio

from harness import Boom, attempt, trace


async def main():
    future = asyncio.get_running_loop().create_future()
    error = Boom('stored')
    future.set_exception(error)
    trace(future.done(), future.cancelled(), future.exception() is error)
    attempt('result', future.result)
    for _ in range(2):
        try:
            await future
        except Boom as caught:
            trace(caught is error)
    attempt('setResult', lambda: future.set_result(1))
    attempt('cancel', future.cancel)
