# After the default executor was shut down it takes nothing more
# row: 2.1 shutdown_default_executor

import asyncio

from harness import InlineExecutor, attempt, trace


async def main():
    loop = asyncio.get_running_loop()
    loop.set_default_executor(InlineExecutor())
    trace(await loop.run_in_executor(None, lambda: 'value'))
    loop._default_executor = None
    await loop.shutdown_default_executor()
    attempt('afterwards', lambda: loop.run_in_executor(None, lambda: 'never'))
