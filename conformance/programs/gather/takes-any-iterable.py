# gather and wait take what comes out of any iterable
# row: 2.2 gather, 2.2 wait

import asyncio

from harness import trace


async def work(name):
    await asyncio.sleep(1)
    return name


async def main():
    trace(await asyncio.gather(*{'a': work('one'), 'b': work('two')}.values()))
    tasks = [asyncio.create_task(work(name), name=name) for name in ('three', 'four')]
    done, pending = await asyncio.wait(task for task in tasks)
    trace(done, pending)
