# Handles print their callback, their time, and that they were cancelled
# row: 2.1 Handle, 2.1 TimerHandle, 2.2 repr

import asyncio

from harness import form, trace


def show_it():
    pass


async def main():
    loop = asyncio.get_running_loop()
    handle = loop.call_soon(show_it)
    timer = loop.call_later(10, show_it)
    trace(form(handle), form(timer))
    handle.cancel()
    timer.cancel()
    trace(form(handle), form(timer))
