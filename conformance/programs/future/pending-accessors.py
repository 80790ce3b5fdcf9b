# A pending future has neither result nor exception, and says so
# row: 2.2 result, 2.2 exception, 1.34, 1.35, 1.39, 1.40

import asyncio

from harness import attempt, trace


async def main():
    future = asyncio.get_running_loop().create_future()
    trace(future.done(), future.cancelled())
    attempt('result', future.result)
    attempt('exception', future.exception)
    try:
        future.result()
    except asyncio.InvalidStateError as error:
        trace(str(error))
    try:
        future.exception()
    except asyncio.InvalidStateError as error:
        trace(str(error))
