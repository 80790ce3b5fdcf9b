# A handler is called in the loop, with its arguments, until it is removed
# row: 2.4 add_signal_handler, 1.78
# world: real

import asyncio
import os
import signal

from harness import trace


async def main():
    loop = asyncio.get_running_loop()
    got = loop.create_future()
    loop.add_signal_handler(signal.SIGUSR2, lambda: trace('replaced'))
    loop.add_signal_handler(signal.SIGUSR2, got.set_result, 'an argument')
    os.kill(os.getpid(), signal.SIGUSR2)
    trace(got.done())
    trace(await got)
    trace(loop.remove_signal_handler(signal.SIGUSR2), loop.remove_signal_handler(signal.SIGUSR2))
