# The pipes of a process are readers and writers like any other
# row: 2.4 create_subprocess
# world: real

import asyncio
from asyncio.subprocess import PIPE

from harness import outcome, trace


async def main():
    process = await asyncio.create_subprocess_exec('cat', stdin=PIPE, stdout=PIPE)
    for line in (b'one\n', b'two\n'):
        process.stdin.write(line)
        await process.stdin.drain()
        trace(await process.stdout.readline())
    process.stdin.close()
    trace(await process.stdout.read(), await process.wait())
    process = await asyncio.create_subprocess_exec('cat', stdin=PIPE, stdout=PIPE)
    reading = asyncio.create_task(outcome('reading', process.stdout.read()))
    await asyncio.sleep(0)
    process.kill()
    await reading
    trace(await process.wait())
