# A Runner can be closed twice, and then runs nothing
# row: 2.1 Runner

import asyncio

from harness import attempt, new_loop, outcome, trace


async def work():
    return 'result'


async def background():
    await outcome('background', asyncio.sleep(1000))


async def spawn():
    asyncio.create_task(background())
    await asyncio.sleep(1)


def main(loop):
    runner = asyncio.Runner(loop_factory=new_loop)
    trace(runner.run(work()))
    runner.run(spawn())
    trace('still pending')
    runner.close()
    runner.close()
    coro = work()
    attempt('run', lambda: runner.run(coro))
    coro.close()
