# A queue of one's own needs to say only how items are kept
# row: 2.3 subclass hooks

import asyncio

from harness import trace


class Shortest(asyncio.Queue):
    def _init(self, maxsize):
        self._queue = []

    def _put(self, item):
        self._queue.append(item)
        self._queue.sort(key=len)

    def _get(self):
        return self._queue.pop(0)

    def qsize(self):
        return len(self._queue)


async def main():
    queue = Shortest(3)
    for item in ('ccc', 'a', 'bb'):
        await queue.put(item)
    trace(queue.full())
    trace(await queue.get(), await queue.get(), await queue.get())
