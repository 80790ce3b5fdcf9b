# Results come in the order of completion
# row: 2.2 as_completed, 1.71

import asyncio

from harness import trace


async def work(ms):
    await asyncio.sleep(ms)
    return ms


async def main():
    for next_one in asyncio.as_completed([work(ms) for ms in (30, 10, 20)]):
        trace(await next_one)
