# Hundreds of cancelled timers change nothing for those that are left
# row: 2.1 _run_once, 2.1 TimerHandle

import asyncio

from harness import trace


async def main():
    loop = asyncio.get_running_loop()
    timers = [loop.call_later(1000 - index, trace, 'timer', index) for index in range(400)]
    for index, timer in enumerate(timers):
        if index % 100:
            timer.cancel()
    await asyncio.sleep(2000)
