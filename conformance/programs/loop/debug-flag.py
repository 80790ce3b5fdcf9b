# Debug mode is a switch of the loop
# row: 2.1 set_debug/get_debug

import asyncio

from harness import trace


async def main():
    loop = asyncio.get_running_loop()
    trace(loop.get_debug())
    loop.set_debug(True)
    trace(loop.get_debug())
    loop.set_debug(False)
    trace(loop.get_debug(), loop.slow_callback_duration * 1000)
