# An object of one's own can be awaited, and made a task of
# row: 2.2 __await__/__iter__, 2.2 ensure_future, 1.5, 2.5 foreign awaitables

import asyncio

from harness import trace


class Twice:
    def __init__(self, ms):
        self.ms = ms

    def __await__(self):
        yield from asyncio.sleep(self.ms).__await__()
        trace('half')
        yield from asyncio.sleep(self.ms).__await__()
        return 'both'


async def main():
    trace(await Twice(10))
    task = asyncio.ensure_future(Twice(20))
    trace(await task, task.done())
    trace(await asyncio.gather(Twice(5), Twice(7)))
