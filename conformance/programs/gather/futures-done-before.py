# Where every future is done already, so is the gathering
# row: 2.2 gather

import asyncio

from harness import trace


async def main():
    loop = asyncio.get_running_loop()
    done = loop.create_future()
    done.set_result('value')
    gathering = asyncio.gather(done)
    trace(gathering.done())
    loop.call_soon(trace, 'callback')
    trace(await gathering)
