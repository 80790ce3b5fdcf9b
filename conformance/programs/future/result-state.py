# A future takes one result, once
# row: 2.2 result, 2.2 set_result/set_exception, 2.2 cancelled/done/get_loop, 1.36, 1.42, 1.43

import asyncio

from harness import Boom, attempt, trace


async def main():
    future = asyncio.get_running_loop().create_future()
    future.set_result('value')
    trace(future.done(), future.cancelled(), future.result(), future.exception())
    attempt('setResult', lambda: future.set_result('other'))
    attempt('setException', lambda: future.set_exception(Boom('late')))
    attempt('cancel', future.cancel)
    trace(future.result(), await future, await future)
