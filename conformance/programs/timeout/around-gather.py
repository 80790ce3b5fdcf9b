# A timeout around a gathering cancels all its children
# row: 2.2 timeout, 2.2 gather

import asyncio

from harness import trace


async def work(name):
    try:
        await asyncio.sleep(100)
    finally:
        trace(name)


async def main():
    try:
        async with asyncio.timeout(10):
            await asyncio.gather(work('a'), work('b'))
    except TimeoutError as error:
        trace(error)
