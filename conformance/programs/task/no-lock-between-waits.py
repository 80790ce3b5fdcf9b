# Between two waits nobody else runs, so plain variables need no lock; across a wait they do
# row: 1.33, 1.24, 1.47

import asyncio

from harness import trace


counts = {'safe': 0, 'unsafe': 0}


async def work():
    for _ in range(10):
        counts['safe'] = counts['safe'] + 1
        seen = counts['unsafe']
        await asyncio.sleep(0)
        counts['unsafe'] = seen + 1


async def main():
    await asyncio.gather(*(work() for _ in range(5)))
    trace(counts['safe'], counts['unsafe'])
