# Anything with anext can be iterated
# row: 1.23, 1.92

import asyncio

from harness import trace


class Countdown:
    def __init__(self, start):
        self.left = start

    def __aiter__(self):
        return self

    async def __anext__(self):
        await asyncio.sleep(1)
        if self.left == 0:
            raise StopAsyncIteration
        self.left -= 1
        return self.left


async def main():
    async for number in Countdown(3):
        trace(number)
    trace('over')
