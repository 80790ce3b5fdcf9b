# aclose runs the finally blocks, which may wait; closing again does nothing
# row: 1.23

import asyncio

from harness import trace


async def resource():
    try:
        yield 'item'
        trace('never')
    finally:
        await asyncio.sleep(10)
        trace('closed')


async def main():
    items = resource()
    trace(await anext(items))
    await items.aclose()
    await items.aclose()
    trace(await anext(items, 'exhausted'))
    fresh = resource()
    await fresh.aclose()
    trace('a generator that never started')
