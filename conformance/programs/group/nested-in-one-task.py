# Groups nested in one task: a failing outer child ends the inner group too
# row: 2.2 TaskGroup enter/exit, 2.2 uncancel/cancelling

import asyncio

from harness import Boom, trace


async def fail():
    await asyncio.sleep(10)
    raise Boom('outer child')


async def work(name):
    try:
        await asyncio.sleep(100)
    finally:
        trace(name)


async def main():
    try:
        async with asyncio.TaskGroup() as outer:
            outer.create_task(fail())
            try:
                async with asyncio.TaskGroup() as inner:
                    inner.create_task(work('inner child'))
            except BaseException as error:
                trace('inner', error, asyncio.current_task().cancelling())
                raise
    except BaseException as error:
        trace('outer', error, asyncio.current_task().cancelling())
