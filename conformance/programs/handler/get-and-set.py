# The handler can be asked for and taken away; only a function can be set
# row: 2.1 set/get_exception_handler

import asyncio

from harness import attempt, trace


async def main():
    loop = asyncio.get_running_loop()

    def handler(loop, context):
        trace('handler', context['message'])

    loop.set_exception_handler(handler)
    trace(loop.get_exception_handler() is handler)
    loop.call_exception_handler({'message': 'hello'})
    attempt('a number', lambda: loop.set_exception_handler(5))
    loop.set_exception_handler(None)
    trace(loop.get_exception_handler())
