# A network in memory for the Python half, where there are no sockets (WebAssembly has none).
#
# Transports, servers and streams are CPython's own, selector loop included; only sockets and the selector are made here.
# A socket is a pair of byte buffers, each of 64 KiB, so that back-pressure is real. The selector never sleeps: when no
# socket is ready it moves the clock to the next timer, and when there is none it ends the program with a DeadlockError.

import errno
import selectors
import socket
import types

WINDOW = 65536


class DeadlockError(BaseException):
    """Nothing is ready, no timer is set, and the program still waits."""


class MemorySocket:
    """What asyncio needs of a non-blocking TCP or UDP socket."""

    family = socket.AF_INET
    proto = 0

    def __init__(self, family=socket.AF_INET, type=socket.SOCK_STREAM, proto=0, fileno=None):
        self.type = type
        self._fd = _network.add(self)
        self._name = self._peer = None
        self._incoming = bytearray()
        self._ended = self._closed = self._reset = self._sent_end = False
        self._other = None
        self._backlog = None
        self._datagrams = []

    def fileno(self):
        return -1 if self._closed else self._fd

    def setblocking(self, flag):
        pass

    def gettimeout(self):
        return 0

    def setsockopt(self, *args):
        pass

    def getsockname(self):
        return self._name

    def getpeername(self):
        if self._peer is None:
            raise OSError(errno.ENOTCONN, 'not connected')
        return self._peer

    def bind(self, address):
        host, port = address[:2]
        port = port or _network.free_port()
        bound = _network.bound(self.type)
        if (host, port) in bound:
            raise OSError(errno.EADDRINUSE, 'address already in use')
        self._name = (host, port)
        bound[self._name] = self

    def listen(self, backlog=0):
        self._backlog = []

    def accept(self):
        if not self._backlog:
            raise BlockingIOError
        accepted = self._backlog.pop(0)
        return accepted, accepted._peer

    def connect(self, address):
        if self.type == socket.SOCK_DGRAM:
            self._peer = address
            if self._name is None:
                self.bind((address[0], 0))
            return
        listening = _network.bound(self.type).get(tuple(address[:2]))
        if listening is None or listening._backlog is None:
            raise ConnectionRefusedError(errno.ECONNREFUSED, 'connection refused')
        if self._name is None:
            self._name = (address[0], _network.free_port())
        self._peer = listening._name
        other = MemorySocket()
        other._name, other._peer = self._peer, self._name
        self._other, other._other = other, self
        listening._backlog.append(other)

    def recv(self, size):
        if self._reset:
            raise ConnectionResetError(errno.ECONNRESET, 'connection reset by peer')
        if not self._incoming and not self._ended:
            raise BlockingIOError
        data = bytes(self._incoming[:size])
        del self._incoming[:size]
        return data

    def recv_into(self, buffer):
        data = self.recv(len(buffer))
        buffer[:len(data)] = data
        return len(data)

    def send(self, data):
        if self.type == socket.SOCK_DGRAM:
            return self.sendto(data, self._peer)
        other = self._other
        if self._reset or other is None or other._closed:
            raise BrokenPipeError(errno.EPIPE, 'broken pipe')
        room = WINDOW - len(other._incoming)
        if room <= 0:
            raise BlockingIOError
        sent = bytes(data[:room])
        other._incoming += sent
        return len(sent)

    def sendmsg(self, buffers):
        return self.send(b''.join(bytes(each) for each in buffers))

    def shutdown(self, how):
        self._sent_end = True
        if self._other is not None:
            self._other._ended = True

    def recvfrom(self, size):
        if not self._datagrams:
            raise BlockingIOError
        return self._datagrams.pop(0)

    def sendto(self, data, address):
        if self._name is None:
            self.bind((address[0], 0))
        target = _network.bound(self.type).get(tuple(address[:2]))
        if target is not None:
            target._datagrams.append((bytes(data), self._name))
        return len(data)

    def close(self):
        if self._closed:
            return
        self._closed = True
        _network.remove(self)
        bound = _network.bound(self.type)
        if bound.get(self._name) is self and self._other is None:
            del bound[self._name]
        other = self._other
        if other is not None and not other._closed:
            # What was not read is lost, and the other side hears of it, as from TCP.
            if self._incoming:
                other._reset = True
            other._ended = True

    def _ready(self, mask):
        ready = 0
        if mask & selectors.EVENT_READ and (
            self._incoming or self._ended or self._reset or self._backlog or self._datagrams
        ):
            ready |= selectors.EVENT_READ
        if mask & selectors.EVENT_WRITE and (
            self.type == socket.SOCK_DGRAM
            or self._reset
            or (self._other is not None and (self._other._closed or len(self._other._incoming) < WINDOW))
        ):
            ready |= selectors.EVENT_WRITE
        return ready


class _Network:
    """All sockets of one program."""

    def __init__(self):
        self.reset()

    def reset(self):
        self.sockets = {}
        self._bound = {socket.SOCK_STREAM: {}, socket.SOCK_DGRAM: {}}
        self._next_fd = 1000
        self._next_port = 49152

    def add(self, sock):
        self._next_fd += 1
        self.sockets[self._next_fd] = sock
        return self._next_fd

    def remove(self, sock):
        self.sockets.pop(sock._fd, None)

    def bound(self, kind):
        return self._bound[kind]

    def free_port(self):
        self._next_port += 1
        return self._next_port


_network = _Network()


class MemorySelector(selectors._BaseSelectorImpl):
    def __init__(self):
        super().__init__()
        self.loop = None

    def select(self, timeout=None):
        ready = []
        for fd, key in list(self._fd_to_key.items()):
            sock = _network.sockets.get(fd)
            mask = 0 if sock is None else sock._ready(key.events)
            if mask:
                ready.append((key, mask))
        if ready or timeout == 0:
            return ready
        if timeout is None:
            raise DeadlockError
        self.loop.now += timeout
        return ready


class _Sockets(types.ModuleType):
    """The module `socket`, as asyncio is to see it."""

    socket = MemorySocket

    def __getattr__(self, name):
        # Options that WebAssembly does not know are set on nothing.
        return getattr(socket, name, 0) if name.startswith('SO_') else getattr(socket, name)


def install(base_events):
    base_events.socket = _Sockets('socket')


def forget():
    _network.reset()
