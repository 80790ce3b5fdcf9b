# A timer of delay 0 set by a timer waits for the next iteration, before later deadlines
# row: 2.1 _run_once, 2.1 call_later

import asyncio

from harness import trace


async def main():
    loop = asyncio.get_running_loop()

    def again(count):
        trace('timer', count)
        if count < 3:
            loop.call_later(0, again, count + 1)
            loop.call_soon(trace, 'soon', count)

    loop.call_later(10, again, 0)
    loop.call_later(10, trace, 'other')
    loop.call_later(11, trace, 'at 11')
    await asyncio.sleep(20)
