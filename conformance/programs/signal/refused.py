# Signals that cannot be caught, and coroutines as handlers are refused
# row: 2.4 add_signal_handler
# world: real

import asyncio
import signal

from harness import attempt


async def coroutine_function():
    pass


async def main():
    loop = asyncio.get_running_loop()
    attempt('kill', lambda: loop.add_signal_handler(signal.SIGKILL, lambda: None))
    attempt('stop', lambda: loop.add_signal_handler(signal.SIGSTOP, lambda: None))
    attempt('none', lambda: loop.add_signal_handler(9999, lambda: None))
    attempt('coroutine', lambda: loop.add_signal_handler(signal.SIGUSR2, coroutine_function))
    attempt('remove', lambda: loop.remove_signal_handler(signal.SIGUSR2))
