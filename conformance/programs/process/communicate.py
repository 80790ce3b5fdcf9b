# communicate writes the input, reads both outputs to their end, and waits for the process
# row: 2.4 create_subprocess
# world: real

import asyncio
from asyncio.subprocess import DEVNULL, PIPE, STDOUT

from harness import trace


async def main():
    process = await asyncio.create_subprocess_exec('cat', stdin=PIPE, stdout=PIPE)
    trace(await process.communicate(b'hello'), process.returncode)
    process = await asyncio.create_subprocess_shell('echo out; echo err >&2; exit 4', stdout=PIPE, stderr=PIPE)
    trace(await process.communicate(), process.returncode)
    process = await asyncio.create_subprocess_shell('echo out; echo err >&2', stdout=PIPE, stderr=STDOUT)
    trace(await process.communicate(), process.stderr)
    process = await asyncio.create_subprocess_exec('cat', stdin=DEVNULL, stdout=DEVNULL)
    trace(await process.communicate(), process.returncode)
    process = await asyncio.create_subprocess_exec('true', stdin=PIPE)
    await process.wait()
    trace(await process.communicate(b'x' * 100_000), process.returncode)
