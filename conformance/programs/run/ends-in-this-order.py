# At the end tasks are cancelled first, then generators closed, then the loop
# row: 2.1 asyncio.run

import asyncio

from harness import Boom, attempt, new_loop, trace


kept = []


async def items():
    try:
        yield 'item'
    finally:
        await asyncio.sleep(1)
        trace('generator closed')


async def background():
    try:
        await asyncio.sleep(1000)
    finally:
        await asyncio.sleep(5)
        trace('task cancelled')


async def work():
    kept.append(items())
    await anext(kept[0])
    asyncio.create_task(background())
    await asyncio.sleep(1)
    kept.append(asyncio.get_running_loop())
    trace('main ends')
    raise Boom('main')


def main(loop):
    attempt('run', lambda: asyncio.run(work(), loop_factory=new_loop))
    trace(kept[1].is_closed())
