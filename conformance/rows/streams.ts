// Streams, transports, processes, signals.

import type { Row } from './row.ts'

export const streams: readonly Row[] = [
  {
    id: '2.4 open_connection',
    name: 'open_connection',
    tests: ['streams/sockets'],
  },
  {
    id: '2.4 start_server',
    name: 'start_server',
  },
  {
    id: '2.4 open_unix_connection/start_unix_server',
    name: 'open_unix_connection, start_unix_server',
    tests: ['streams/unix'],
  },
  {
    id: '2.4 StreamReader',
    name: 'StreamReader: limit, one waiter',
    tests: ['streams/stream-reader'],
  },
  {
    id: '2.4 read',
    name: 'read',
    tests: ['streams/stream-reader'],
  },
  {
    id: '2.4 readexactly',
    name: 'readexactly',
    tests: ['streams/stream-reader'],
  },
  {
    id: '2.4 readline',
    name: 'readline',
    tests: ['streams/stream-reader'],
  },
  {
    id: '2.4 readuntil',
    name: 'readuntil',
    tests: ['streams/stream-reader'],
  },
  {
    id: '2.4 at_eof/feed_data',
    name: 'at_eof, feed_data, feed_eof, exception, set_exception, set_transport, lines',
  },
  {
    id: '2.4 StreamWriter',
    name: 'StreamWriter: write, writelines, drain, close, wait_closed, write_eof, start_tls',
    tests: ['streams/tls', 'streams/unclosed'],
  },
  {
    id: '2.4 Server',
    name: 'Server: start_serving, serve_forever, close, close_clients, abort_clients, wait_closed, sockets',
  },
  {
    id: '2.4 create_connection',
    name: 'create_connection',
    tests: ['streams/happy-eyeballs', 'streams/tls'],
  },
  {
    id: '2.4 create_server',
    name: 'create_server, create_unix_server, connect_accepted_socket',
    tests: ['streams/accepted-socket', 'streams/unix', 'streams/sockets'],
  },
  {
    id: '2.4 create_datagram_endpoint',
    name: 'create_datagram_endpoint',
    tests: ['streams/datagram'],
  },
  {
    id: '2.4 start_tls/sendfile',
    name: 'start_tls, sendfile',
    tests: ['streams/tls', 'streams/sendfile'],
  },
  {
    id: '2.4 sock_*',
    name: 'sock_recv, sock_sendall, sock_connect, sock_accept and the like',
    absent:
      'Node has no bare sockets and no descriptors that can be polled: createConnection with a protocol is the lowest floor',
    lacks: [
      'EventLoop.sockRecv',
      'EventLoop.sockSendall',
      'EventLoop.sockConnect',
      'EventLoop.sockAccept',
      'streams.sockRecv',
    ],
  },
  {
    id: '2.4 connect_read_pipe/connect_write_pipe',
    name: 'connect_read_pipe, connect_write_pipe',
    tests: ['streams/pipes'],
  },
  {
    id: '2.4 getaddrinfo/getnameinfo',
    name: 'getaddrinfo, getnameinfo',
    tests: ['streams/names'],
  },
  {
    id: '2.4 Transports',
    name: 'the transports',
    tests: ['streams/stream-transport'],
  },
  {
    id: '2.4 Protocols',
    name: 'the protocols',
    tests: ['streams/stream-transport'],
  },
  {
    id: '2.4 create_subprocess',
    name: 'create_subprocess_exec, create_subprocess_shell, Process',
    tests: ['streams/subprocess'],
  },
  {
    id: '2.4 subprocess_exec',
    name: 'loop.subprocess_exec, SubprocessTransport',
    tests: ['streams/subprocess'],
  },
  {
    id: '2.4 add_signal_handler',
    name: 'add_signal_handler, remove_signal_handler',
    tests: ['core/process'],
  },
]
