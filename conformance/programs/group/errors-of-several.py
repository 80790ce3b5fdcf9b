# Errors raised while the others are cancelled are collected too, in the order they came
# row: 2.2 TaskGroup enter/exit

import asyncio

from harness import Boom, trace


async def fail(name, ms):
    try:
        await asyncio.sleep(ms)
    finally:
        raise Boom(name)


async def main():
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(fail('a', 50))
            group.create_task(fail('b', 10))
            group.create_task(fail('c', 60))
            raise_in_body = fail('body', 100)
            await raise_in_body
    except BaseException as error:
        trace(error)
