# run can be told to debug, and which loop to make
# row: 2.1 asyncio.run, 2.1 set_debug/get_debug, 1.80

import asyncio

from harness import new_loop, trace


made = []


def factory():
    made.append(new_loop())
    return made[-1]


async def work():
    trace(asyncio.get_running_loop() is made[-1], asyncio.get_running_loop().get_debug())


def main(loop):
    asyncio.run(work(), debug=True, loop_factory=factory)
    asyncio.run(work(), debug=False, loop_factory=factory)
    trace(len(made))
