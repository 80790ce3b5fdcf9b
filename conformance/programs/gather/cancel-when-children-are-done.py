# When every child is done there is nothing left to cancel
# row: 2.2 gather

import asyncio

from harness import trace


async def main():
    loop = asyncio.get_running_loop()
    futures = [loop.create_future() for _ in range(2)]
    gathering = asyncio.gather(*futures)
    for future in futures:
        future.set_result('x')
    trace(gathering.done(), gathering.cancel())
    trace(await gathering, gathering.cancel())
