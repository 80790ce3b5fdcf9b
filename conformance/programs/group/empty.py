# An empty group does not wait
# row: 2.2 TaskGroup enter/exit

import asyncio

from harness import trace


async def main():
    asyncio.get_running_loop().call_soon(trace, 'callback')
    async with asyncio.TaskGroup():
        trace('body')
    trace('left')
    await asyncio.sleep(0)
