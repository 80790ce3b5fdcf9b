# A timeout prints its state
# row: 2.2 timeout, 2.2 repr

import asyncio

from harness import form, trace


async def main():
    scope = asyncio.timeout(10)
    trace(form(scope))
    async with scope:
        trace(form(scope))
    trace(form(scope))
    try:
        async with asyncio.timeout(10) as late:
            await asyncio.sleep(20)
    except TimeoutError:
        trace(form(late))
