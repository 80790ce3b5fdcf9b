# A delay that is no number is refused
# row: 2.2 sleep

import asyncio

from harness import outcome


async def main():
    await outcome('NaN', asyncio.sleep(float('nan')))
