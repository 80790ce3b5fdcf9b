# A process has the exit code it ended with, or the number of its signal below zero
# row: 2.4 create_subprocess
# world: real

import asyncio
import signal

from harness import attempt, outcome, trace


async def waits():
    return await asyncio.create_subprocess_exec('cat', stdin=asyncio.subprocess.PIPE)


async def main():
    process = await asyncio.create_subprocess_exec('sh', '-c', 'exit 3')
    trace(process.pid > 0, process.stdin, process.stdout, process.stderr)
    trace(await process.wait(), process.returncode, await process.wait())
    process = await waits()
    trace(process.returncode)
    process.kill()
    trace(await process.wait())
    process = await waits()
    process.terminate()
    trace(await process.wait())
    process = await waits()
    process.send_signal(signal.SIGINT)
    trace(await process.wait())
    await outcome('no program', asyncio.create_subprocess_exec('/no/such/program'))
