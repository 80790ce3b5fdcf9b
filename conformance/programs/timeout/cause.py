# A TimeoutError names the cancellation it came from as its cause
# row: 2.2 timeout, 2.2 wait_for, 2.2 exceptions

import asyncio

from harness import trace


async def main():
    try:
        async with asyncio.timeout(10):
            await asyncio.sleep(100)
    except TimeoutError as error:
        trace(error, 'from', error.__cause__)
    try:
        await asyncio.wait_for(asyncio.sleep(100), 10)
    except TimeoutError as error:
        trace(error, 'from', error.__cause__)
