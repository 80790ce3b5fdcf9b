# What is no suspension is refused where it was yielded, and the coroutine goes on
# row: 2.2 step protocol
# differs: asyncio raises a RuntimeError; acoro raises the TypeError it raises for every wrong value, and asks whether yield* was meant

import types

from harness import outcome, trace


@types.coroutine
def bare(value):
    return (yield value)


async def main():
    await outcome('a number', bare(5))
    await outcome('a string', bare('text'))
    await outcome('nothing', bare(None))
    trace('still here')
