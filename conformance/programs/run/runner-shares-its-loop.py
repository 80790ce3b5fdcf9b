# A Runner keeps its loop and context for several runs
# row: 2.1 Runner

import asyncio
import contextvars

from harness import attempt, new_loop, trace


import contextvars

number = contextvars.ContextVar('number', default=0)
loops = []


async def work():
    loops.append(asyncio.get_running_loop())
    number.set(number.get() + 1)
    await asyncio.sleep(5)
    return number.get()


def main(loop):
    with asyncio.Runner(loop_factory=new_loop) as runner:
        trace(runner.run(work()), runner.run(work()))
        trace(loops[0] is loops[1], runner.get_loop() is loops[0])
    trace(loops[0].is_closed(), number.get())
    attempt('closed', lambda: runner.get_loop())
