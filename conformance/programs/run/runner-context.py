# A Runner runs each main in its own context, or in the one given
# row: 2.1 Runner

import asyncio
import contextvars

from harness import new_loop, trace

name = contextvars.ContextVar('name', default='nobody')


async def rename(to):
    trace(name.get())
    name.set(to)


def main(loop):
    given = contextvars.Context()
    with asyncio.Runner(loop_factory=new_loop) as runner:
        runner.run(rename('one'))
        runner.run(rename('two'), context=given)
        runner.run(rename('three'))
        runner.run(rename('four'), context=given)
    trace(name.get())
