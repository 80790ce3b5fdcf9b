# What one handler cannot deal with goes on to the next
# row: 2.2 exceptions, 2.2 TaskGroup enter/exit

import asyncio

from harness import Boom, trace


async def fail(error):
    raise error


async def main():
    try:
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(fail(Boom('a')))
                group.create_task(fail(ValueError('b')))
                group.create_task(fail(TypeError('c')))
        except* Boom as matching:
            trace('inner', matching)
    except* (ValueError, TypeError) as rest:
        trace('outer', rest)
