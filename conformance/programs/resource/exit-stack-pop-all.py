# popAll hands the duties on, aclose does them at once
# row: 2.2 AsyncExitStack/asynccontextmanager/aclosing

import contextlib

from harness import trace


async def main():
    async with contextlib.AsyncExitStack() as stack:
        stack.callback(trace, 'first')
        stack.callback(trace, 'second')
        kept = stack.pop_all()
        stack.callback(trace, 'third')
    trace('left')
    await kept.aclose()
    await kept.aclose()
