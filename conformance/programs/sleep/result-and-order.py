# Sleeps run beside each other and give their value
# row: 2.2 sleep, 1.7, 1.95

import asyncio

from harness import trace


async def work(name, ms):
    trace(name, await asyncio.sleep(ms, name.upper()))


async def main():
    await asyncio.gather(work('a', 30), work('b', 10), work('c', 20))
    trace(await asyncio.sleep(5), await asyncio.sleep(5, 'value'))
