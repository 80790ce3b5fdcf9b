// Wrong options are refused at the call, by name, before anything is started.

import { getRunningLoop, run } from '@acoro/core'
import {
  connectAcceptedSocket,
  connectReadPipe,
  copy,
  copyBidirectional,
  createConnection,
  createDatagramEndpoint,
  createServer,
  createSubprocessExec,
  createSubprocessShell,
  getAddrInfo,
  getNameInfo,
  HostNotFoundError,
  openConnection,
  openStdio,
  Protocol,
  StreamReader,
  StreamTransport,
  sendfile,
  startServer,
  subprocessExec,
  subprocessShell,
} from '@acoro/streams'
import { describe, expect, it } from 'vitest'
import { serverTls } from '../support/certificates.ts'
import { failure } from '../support/failure.ts'
import { leavesNothingOpen } from '../support/resources.ts'

leavesNothingOpen()

const at = { host: '127.0.0.1', port: 1 }
const make = () => new Protocol()
const serve = function* () {}
const connect = (options: unknown) => openConnection(options as never)
const listen = (options: unknown) => startServer(serve, options as never)

describe('options', () => {
  it.each<[string, (options: never) => unknown]>([
    ['openConnection', openConnection],
    ['createConnection', (options) => createConnection(make, options)],
    ['startServer', (options) => startServer(serve, options)],
    ['createServer', (options) => createServer(make, options)],
    ['createDatagramEndpoint', (options) => createDatagramEndpoint(make as never, options)],
    ['createSubprocessExec', (options) => createSubprocessExec('true', [], options)],
    ['createSubprocessShell', (options) => createSubprocessShell('true', options)],
    ['subprocessExec', (options) => subprocessExec(make as never, 'true', [], options)],
    ['subprocessShell', (options) => subprocessShell(make as never, 'true', options)],
    ['openStdio', openStdio],
    ['getAddrInfo', (options) => getAddrInfo('localhost', options)],
    ['sendfile', (options) => sendfile({ write() {} } as never, 'file', options)],
    ['StreamReader', (options) => new StreamReader(options)],
  ])('of %s are an object', (name, call) => {
    for (const [options, got] of [
      [null, 'null'],
      ['localhost', 'the string "localhost"'],
      [5, 'the number 5'],
      [serve, 'the function serve'],
    ] as const) {
      expect(() => call(options as never)).toThrow(TypeError)
      expect(() => call(options as never)).toThrow(
        new RegExp(`^Expected the options of ${name}\\(\\) as an object(, {.+})?, got ${got}$`),
      )
    }
  })

  it.each<[() => unknown, string]>([
    [
      () => connect({ ...at, tls: 5 }),
      'TypeError: Expected the option tls of openConnection() to be true, false or an object, options of tls.connect, got the number 5',
    ],
    [
      () => connect({ ...at, tls: { servername: 5 } }),
      'TypeError: Expected the option servername of the option tls of openConnection() to be the name of a host, a string, got the number 5',
    ],
    [
      () => connect({ ...at, tls: { ALPNProtocols: 'h2' } }),
      'TypeError: Expected the option ALPNProtocols of the option tls of openConnection() to be a list of strings, or bytes, got the string "h2"',
    ],
    [
      () => connect({ ...at, tls: { checkServerIdentity: true } }),
      'TypeError: Expected the option checkServerIdentity of the option tls of openConnection() to be a function, got the boolean true',
    ],
    [
      () => connect({ ...at, tls: true, tlsHandshakeTimeout: 0 }),
      'RangeError: Expected the option tlsHandshakeTimeout of openConnection() in milliseconds, more than 0, got 0',
    ],
    [
      () => connect({ ...at, tlsHandshakeTimeout: 5 }),
      'TypeError: the option tlsHandshakeTimeout of openConnection() means nothing without tls',
    ],
    [
      () => connect({ ...at, ipVersion: 5 }),
      'RangeError: Expected the option ipVersion of openConnection() to be 4 or 6, got the number 5',
    ],
    [
      () => connect({ ...at, localAddress: 'here' }),
      'RangeError: Expected the option localAddress of openConnection() to be an IP address, got the string "here"',
    ],
    [
      () => connect({ ...at, localPort: 'x' }),
      'TypeError: Expected the port to connect from, a number, got the string "x"',
    ],
    [
      () => connect({ ...at, keepAlive: 'no' }),
      'TypeError: Expected the option keepAlive of openConnection() to be true or false, got the string "no"',
    ],
    [
      () => connect({ ...at, allErrors: 1 }),
      'TypeError: Expected the option allErrors of openConnection() to be true or false, got the number 1',
    ],
    [
      () => connect({ ...at, sock: 5 }),
      'TypeError: Expected either sock or an address to connect to, got both',
    ],
    [
      () => connect({ sock: 'x' }),
      'TypeError: Expected the option sock of openConnection() to be a connected socket of node:net or a file descriptor, got the string "x"',
    ],
    [
      () => connect({ host: 'a\0b', port: 1 }),
      'RangeError: Expected the host to connect to, without NUL, got the string "a\\u0000b"',
    ],
    [
      () => connect({ path: '/tmp/a\0b' }),
      'RangeError: Expected the path of a Unix socket, without NUL, got the string "/tmp/a\\u0000b"',
    ],
    [
      () => listen({ host: 5, port: 0 }),
      'TypeError: Expected the option host of startServer() to be a name, an IP address or a list of them, got the number 5',
    ],
    [
      () => listen({ host: [], port: 0 }),
      'RangeError: Expected the option host of startServer() to have at least one host, got an empty list',
    ],
    [
      () => listen({ host: '', port: 0 }),
      'TypeError: Expected the host to listen on, a name or an IP address, got the string ""',
    ],
    [
      () => listen({ port: 0, backlog: 'x' }),
      'TypeError: Expected the option backlog of startServer() to be an integer from 0, got the string "x"',
    ],
    [
      () => listen({ port: 0, maxConnections: 'x' }),
      'TypeError: Expected the option maxConnections of startServer() to be a number, got the string "x"',
    ],
    [
      () => listen({ port: 0, tls: {} }),
      'TypeError: Expected the option tls of startServer() to have a certificate, key and cert or pfx, or an SNICallback that finds one: no client could agree on TLS with it',
    ],
    [
      () => listen({ port: 0, tls: true }),
      'TypeError: Expected the option tls of startServer() to be an object, options of tls.createServer, got the boolean true',
    ],
    [
      () => listen({ port: 0, tls: null }),
      'TypeError: Expected the option tls of startServer() to be an object, options of tls.createServer, got null',
    ],
    [
      () => listen({ port: 0, tls: serverTls, tlsHandshakeTimeout: 0 }),
      'RangeError: Expected the option tlsHandshakeTimeout of startServer() in milliseconds, more than 0, got 0',
    ],
    [
      () => listen({ port: 0, onHandshakeError: () => {} }),
      'TypeError: the option onHandshakeError of startServer() means nothing without tls',
    ],
    [
      () => listen({ port: 0, sock: 3 }),
      'TypeError: Expected either sock or an address to listen at, got both',
    ],
    [
      () => startServer((async () => {}) as never, { port: 0 }),
      'TypeError: Expected a coroutine function for each client, got an async function: write it as function*, or wrap it in coroutinify() of @acoro/compat',
    ],
    [
      () => createServer((async () => make()) as never, { port: 0 }),
      'TypeError: Expected a function that makes a protocol, got a function',
    ],
    [
      () => createConnection(5 as never, at),
      'TypeError: Expected a function that makes a protocol, got the number 5',
    ],
    [
      () => connectReadPipe(5 as never, 0),
      'TypeError: Expected a function that makes a protocol, got the number 5',
    ],
    [
      () => connectAcceptedSocket(make, 5 as never),
      'TypeError: Expected a connected socket of node:net, got the number 5',
    ],
    [
      () => createDatagramEndpoint(make as never, { ipVersion: 5 as never }),
      'RangeError: Expected the option ipVersion of createDatagramEndpoint() to be 4 or 6, got the number 5',
    ],
    [
      () => createDatagramEndpoint(make as never, { remote: 5 as never }),
      'TypeError: Expected the option remote of createDatagramEndpoint() to be an object, got the number 5',
    ],
    [() => getNameInfo(null as never), 'TypeError: Expected an address to name, { host, port }, got null'],
    [
      () => sendfile({ write() {} } as never, 'a\0b'),
      'RangeError: Expected the path of a file to send, without NUL, got the string "a\\u0000b"',
    ],
    [
      () => copy(new StreamReader(), undefined as never),
      'TypeError: Expected a StreamReader and a StreamWriter to copy with copy(reader, writer), got a StreamReader and undefined',
    ],
    [
      () => copyBidirectional(new StreamReader() as never, [] as never),
      'TypeError: Expected a StreamReader and a StreamWriter to copy with copyBidirectional(a, b), [reader, writer] each, got a StreamReader',
    ],
    [
      () => createSubprocessExec('a\0b'),
      'RangeError: Expected the program to run without NUL, got the string "a\\u0000b"',
    ],
    [
      () => createSubprocessExec('true', ['a\0']),
      'RangeError: Expected an argument of true without NUL, got the string "a\\u0000"',
    ],
    [
      () => createSubprocessExec('true', [], { cwd: 5 as never }),
      'TypeError: Expected the option cwd of createSubprocessExec() to be a string, got the number 5',
    ],
    [
      () => createSubprocessExec('true', [], { env: 5 as never }),
      'TypeError: Expected the option env of createSubprocessExec() to be an object of strings, got the number 5',
    ],
    [
      () => createSubprocessExec('true', [], { env: { A: 5 } as never }),
      'TypeError: Expected A in the option env of createSubprocessExec() to be a string, got the number 5',
    ],
    [
      () => createSubprocessExec('true', [], { uid: -1 }),
      'RangeError: Expected the option uid of createSubprocessExec() to be an integer from 0, got the number -1',
    ],
    [
      () => createSubprocessExec('true', [], { passFds: [2] }),
      'TypeError: Expected the option passFds of createSubprocessExec() to be a list of file descriptors from 3, got an array of 1',
    ],
  ])('%# are refused at the call', (call, message) => {
    let thrown: unknown
    try {
      call()
    } catch (error) {
      thrown = error
    }
    expect(String(thrown)).toBe(message)
  })
})

describe('what turns out to be wrong later', () => {
  it('a factory that makes no protocol is told so', () =>
    run(function* () {
      const told: unknown[] = []
      const server = yield* createServer(() => 5 as never, { host: at.host, port: 0 })
      getRunningLoop().setExceptionHandler((_loop, { exception }) => told.push(exception))
      const wrong =
        'Expected the function that makes a protocol to return one, with connectionMade() and connectionLost(), got the number 5'
      const [reader, writer] = yield* openConnection(server.address)
      expect((yield* reader.read()).length).toBe(0)
      writer.close()
      expect(told).toEqual([new TypeError(wrong)])
      expect(yield* failure(createConnection(() => 5 as never, server.address))).toEqual(new TypeError(wrong))
      server.close()
      yield* server.waitClosed()
    }))

  it('a function for each client that returns a promise closes the connection, and is told so', () =>
    run(function* () {
      const told: unknown[] = []
      getRunningLoop().setExceptionHandler((_loop, { exception }) => told.push(exception))
      const server = yield* startServer((() => Promise.reject(new Error('unheard'))) as never, {
        host: at.host,
        port: 0,
      })
      const [reader, writer] = yield* openConnection(server.address)
      yield* failure(reader.readExactly(1))
      writer.close()
      expect(told).toEqual([
        new TypeError(
          'Expected the function for each client to return a coroutine or nothing, got a promise: write it as function*, or wrap it in coroutinify() of @acoro/compat',
        ),
      ])
      server.close()
      yield* server.waitClosed()
    }))

  it('an address of the other version of IP is not found', () =>
    run(function* () {
      const error = yield* failure(openConnection({ host: '127.0.0.1', port: 1, ipVersion: 6 }))
      expect(error).toBeInstanceOf(HostNotFoundError)
      expect(error).toMatchObject({
        message: 'Could not look up 127.0.0.1: it is an address of IP version 4, and ipVersion is 6',
        code: 'EAI_ADDRFAMILY',
        address: '127.0.0.1',
      })
    }))

  it('a transport is given a protocol', () =>
    run(function* () {
      expect(() => new StreamTransport(5 as never, {} as never)).toThrow(TypeError)
    }))
})
