# A handle cancelled by an earlier one of the same iteration is skipped
# row: 2.1 Handle, 2.1 _run_once

import asyncio

from harness import trace


async def main():
    loop = asyncio.get_running_loop()
    handles = []
    loop.call_soon(lambda: [handle.cancel() for handle in handles] and None)
    handles.append(loop.call_soon(trace, 'never'))
    handles.append(loop.call_later(0, trace, 'never either'))
    loop.call_soon(trace, 'still')
    await asyncio.sleep(5)
