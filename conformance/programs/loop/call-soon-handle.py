# A cancelled handle does not run, cancelling is idempotent, a run handle is not cancelled
# row: 2.1 Handle, 2.1 call_soon

import asyncio

from harness import trace


async def main():
    loop = asyncio.get_running_loop()
    first = loop.call_soon(trace, 'first')
    second = loop.call_soon(trace, 'second')
    trace(first.cancelled(), second.cancelled())
    trace(second.cancel(), second.cancel(), second.cancelled())
    await asyncio.sleep(0)
    trace(first.cancelled(), second.cancelled())
    first.cancel()
    trace(first.cancelled())
