# sleep(0) and a negative delay are one turn of the loop each
# row: 2.2 sleep, 1.82

import asyncio

from harness import trace


async def spin(name, delay):
    for step in range(3):
        trace(name, step)
        await asyncio.sleep(delay)
    trace(name, 'value', await asyncio.sleep(delay, 'value'))


async def main():
    await asyncio.gather(spin('zero', 0), spin('negative', -5))
