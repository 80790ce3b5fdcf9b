# What is to be the default executor has to be one
# row: 2.1 set_default_executor, 1.88
# differs: CPython takes its ThreadPoolExecutor only; acoro takes whatever has submit and shutdown, so that threads, workers or a farm may stand behind the loop

import asyncio
import concurrent.futures

from harness import attempt


class Own(concurrent.futures.Executor):
    pass


async def main():
    loop = asyncio.get_running_loop()
    attempt('an object', lambda: loop.set_default_executor(object()))
    attempt('an executor of another kind', lambda: loop.set_default_executor(Own()))
