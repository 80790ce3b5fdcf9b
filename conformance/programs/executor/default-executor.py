# What the default executor runs does not run in the loop's thread
# row: 1.87, 1.88, 2.1 run_in_executor, 2.2 to_thread
# differs: a function of JavaScript cannot move to another thread; acoro's default executor runs jobs in turns of the loop, and ThreadPoolExecutor of @acoro/executors runs what a module exports
# world: real

import asyncio
import threading

from harness import trace


def is_own_thread():
    return threading.current_thread() is threading.main_thread()


async def main():
    loop = asyncio.get_running_loop()
    trace('here', is_own_thread())
    trace('run_in_executor', await loop.run_in_executor(None, is_own_thread))
    trace('to_thread', await asyncio.to_thread(is_own_thread))
