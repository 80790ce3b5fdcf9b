# Tasks that are left when main ends are cancelled and waited for
# row: 2.1 asyncio.run

import asyncio

from harness import new_loop, trace


async def background():
    try:
        await asyncio.sleep(1000)
    finally:
        trace('cleaning')
        await asyncio.sleep(10)
        trace('clean')


async def work():
    asyncio.create_task(background())
    await asyncio.sleep(10)
    trace('main ends')
    return 'result'


def main(loop):
    trace(asyncio.run(work(), loop_factory=new_loop))
