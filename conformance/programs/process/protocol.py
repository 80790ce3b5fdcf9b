# The protocol of a process is told of its output, its pipes' ends and its own, each once, and of its loss last
# row: 2.4 subprocess_exec, 2.4 Protocols
# world: real

import asyncio

from harness import trace


class Told(asyncio.SubprocessProtocol):
    def __init__(self):
        self.told = []
        self.data = {1: b'', 2: b''}
        self.lost = asyncio.get_running_loop().create_future()

    def connection_made(self, transport):
        trace('made', transport.get_pid() > 0)

    def pipe_data_received(self, fd, data):
        self.data[fd] += data

    def pipe_connection_lost(self, fd, error):
        self.told.append(f'pipe {fd} lost')

    def process_exited(self):
        self.told.append('exited')

    def connection_lost(self, error):
        self.lost.set_result(error)


async def main():
    loop = asyncio.get_running_loop()
    transport, protocol = await loop.subprocess_exec(
        Told, 'sh', '-c', 'echo out; echo err >&2; exit 5', stdin=None
    )
    trace('lost', await protocol.lost, protocol.data[1], protocol.data[2])
    trace(sorted(protocol.told), transport.get_returncode())
    transport, protocol = await loop.subprocess_exec(Told, 'sleep', '1000')
    transport.close()
    trace('closed', await protocol.lost, transport.get_returncode())
