// TCP on real sockets: bad input, peers that misbehave, many connections, and nothing left behind.

import { spawn } from 'node:child_process'
import { connect, createServer, type Socket } from 'node:net'
import {
  asyncFor,
  asyncWith,
  createTask,
  ExceptionGroup,
  gather,
  getRunningLoop,
  isCancelledError,
  RuntimeError,
  run,
  type Suspension,
  sleep,
  TimeoutError,
  timeout,
  wait,
} from '@acoro/core'
import {
  BrokenPipeError,
  ConnectionRefusedError,
  ConnectionResetError,
  createConnection,
  createServer as createTcpServer,
  HostNotFoundError,
  OSError,
  openConnection,
  PermissionDeniedError,
  Protocol,
  type Server,
  type StreamReader,
  type StreamWriter,
  startServer,
} from '@acoro/streams'
import { describe, expect, it } from 'vitest'
import { isOn, onlyOn } from '../../../../scripts/runtimes/only-on.ts'
import { heldBytes } from '../support/collect.ts'
import { failure } from '../support/failure.ts'
import { listening } from '../support/node-server.ts'
import { nodeArguments } from '../support/program.ts'
import { leavesNothingOpen } from '../support/resources.ts'
import { bytes, pattern, text } from '../support/text.ts'
import { turn, until } from '../support/turn.ts'

const host = '127.0.0.1'

leavesNothingOpen()

function* echo(reader: StreamReader, writer: StreamWriter) {
  for (;;) {
    const data = yield* reader.read(65536)
    if (data.length === 0) return
    writer.write(data)
    yield* writer.drain()
  }
}

describe('bad input is refused at the call', () => {
  const cases: [string, () => unknown, string][] = [
    [
      'a port out of range',
      () => openConnection({ host, port: 65536 }),
      'RangeError: Expected the port to connect to, 1 to 65535, got 65536',
    ],
    [
      'port 0 to connect to',
      () => openConnection({ host, port: 0 }),
      'RangeError: Expected the port to connect to, 1 to 65535, got 0',
    ],
    [
      'a port that is no number',
      () => openConnection({ host, port: '80' as never }),
      'TypeError: Expected the port to connect to, a number, got the string "80"',
    ],
    [
      'no host',
      () => openConnection({ port: 80 }),
      'TypeError: Expected the host to connect to, a name or an IP address, got undefined',
    ],
    [
      'no options',
      () => openConnection(undefined as never),
      'TypeError: Expected the options of openConnection() as an object, { host, port, path, sock, tls, tlsHandshakeTimeout, ipVersion, localAddress, localPort, happyEyeballsDelay, allErrors, keepAlive, limit, timeout }, got undefined',
    ],
    [
      'host and path',
      () => openConnection({ host, path: '/tmp/x' }),
      'TypeError: Expected either host and port or the path of a Unix socket, got both',
    ],
    [
      'a limit of 0',
      () => openConnection({ host, port: 80, limit: 0 }),
      'RangeError: Expected a limit in bytes, more than 0, got 0',
    ],
    [
      'a timeout of NaN',
      () => openConnection({ host, port: 80, timeout: Number.NaN }),
      'RangeError: Expected the option timeout of openConnection() in milliseconds, a number, got NaN',
    ],
    [
      'a negative port to listen on',
      () => startServer(echo, { host, port: -1 }),
      'RangeError: Expected the port to listen on, 0 to 65535, got -1',
    ],
    [
      'no function for the clients',
      () => startServer(null as never, { host, port: 0 }),
      'TypeError: Expected a coroutine function for each client, got null',
    ],
    [
      'room for no client',
      () => startServer(echo, { host, port: 0, maxConnections: 0 }),
      'RangeError: Expected the option maxConnections of startServer() to be at least 1, got 0',
    ],
    [
      'a path too long for a socket',
      () => startServer(echo, { path: `/tmp/${'x'.repeat(120)}` }),
      'RangeError: Expected the path of a Unix socket, at most 107 bytes, got 125',
    ],
  ]
  it.each(cases)('%s', (_title, call, message) => {
    let thrown: unknown
    try {
      call()
    } catch (error) {
      thrown = error
    }
    expect(String(thrown)).toBe(message)
  })

  it('what cannot be written', () =>
    run(function* () {
      const server = yield* startServer(echo, { host, port: 0 })
      const [, writer] = yield* openConnection(server.address)
      expect(() => writer.write(5 as never)).toThrow(
        new TypeError('Expected bytes (a Uint8Array) or a string to write, got the number 5'),
      )
      expect(() => writer.transport.write('text' as never)).toThrow(TypeError)
      expect(() => writer.transport.setWriteBufferLimits({ high: 1, low: 2 })).toThrow(
        new RangeError('Expected water marks with high >= low >= 0, got high 1 and low 2'),
      )
      writer.close()
      server.close()
      yield* server.waitClosed()
    }))
})

describe('errors have a name, a code and an address, and the loop lives on', () => {
  it('a host that does not resolve', () =>
    run(function* () {
      const error = (yield* failure(
        openConnection({ host: 'no-such-host.invalid', port: 80 }),
      )) as HostNotFoundError
      expect(error).toBeInstanceOf(HostNotFoundError)
      expect(error.address).toBe('no-such-host.invalid')
      expect(['ENOTFOUND', 'EAI_AGAIN']).toContain(error.code)
      expect(error.message).toContain('Could not look up no-such-host.invalid: ')
    }))

  it('nobody listening', () =>
    run(function* () {
      const peer = yield* listening(createServer())
      peer.close()
      const { port } = peer.address
      const error = (yield* failure(openConnection({ host, port }))) as ConnectionRefusedError
      expect(error).toBeInstanceOf(ConnectionRefusedError)
      expect(error).toBeInstanceOf(OSError)
      expect([error.name, error.code, error.syscall, error.address]).toEqual([
        'ConnectionRefusedError',
        'ECONNREFUSED',
        'connect',
        `${host}:${port}`,
      ])
      expect(error.message).toBe(`Could not connect to ${host}:${port}: connect ECONNREFUSED ${host}:${port}`)
      expect((error.cause as { code: string }).code).toBe('ECONNREFUSED')
    }))

  it('an address that is not of this machine', () =>
    run(function* () {
      const error = yield* failure(startServer(echo, { host: '192.0.2.1', port: 0 }))
      // Deno's servers take the code of the kernel for another one.
      const code = isOn('exceptDeno') ? 'EADDRNOTAVAIL' : 'EINVAL'
      expect(error).toMatchObject({ name: 'OSError', code, address: '192.0.2.1:0' })
    }))

  it('a connection that takes too long: TimeoutError with address and time, and the attempt is over', () =>
    run(function* () {
      // A peer that accepts the connection and never answers the handshake.
      const peer = yield* listening(createServer())
      const { port } = peer.address
      const error = yield* failure(openConnection({ host, port, tls: true, timeout: 20 }))
      expect(error).toBeInstanceOf(TimeoutError)
      expect((error as Error).message).toBe(`Could not connect to ${host}:${port} within 20 ms`)
      peer.close()
    }))

  it('writing after close(): BrokenPipeError', () =>
    run(function* () {
      const server = yield* startServer(echo, { host, port: 0 })
      const [, writer] = yield* openConnection(server.address)
      const address = `${host}:${server.address.port}`
      writer.close()
      for (const write of [() => writer.write('late'), () => writer.writeLines(['late'])]) {
        expect(write).toThrow(BrokenPipeError)
        expect(write).toThrow(`Cannot write to ${address} after close(): write first, or do not close it yet`)
      }
      yield* writer.waitClosed()
      expect(yield* failure(writer.drain())).toMatchObject({
        name: 'ConnectionResetError',
        message: 'Connection lost',
        code: 'ECONNRESET',
        address,
      })
      server.close()
      yield* server.waitClosed()
    }))

  it('writing after writeEof(): RuntimeError', () =>
    run(function* () {
      const server = yield* startServer(echo, { host, port: 0 })
      const [reader, writer] = yield* openConnection(server.address)
      writer.writeEof()
      writer.writeEof()
      expect(() => writer.write('late')).toThrow(new RuntimeError('Cannot call write() after writeEof()'))
      yield* reader.read()
      writer.close()
      server.close()
      yield* server.waitClosed()
    }))

  it('a privileged port, unless this is root', () =>
    run(function* () {
      if (process.getuid?.() === 0) {
        // Root may do that. The error that other users get is tested in any case.
        expect(new PermissionDeniedError('no', { code: 'EACCES' }).name).toBe('PermissionDeniedError')
        return
      }
      const error = yield* failure(startServer(echo, { host, port: 1 }))
      expect(error).toMatchObject({ name: 'PermissionDeniedError', code: 'EACCES', address: `${host}:1` })
    }))
})

describe('a peer that', () => {
  /** Connects to a node:net server that does `behave` with the connection. */
  const to = (
    behave: (socket: Socket) => void,
    body: (reader: StreamReader, writer: StreamWriter) => Generator<Suspension, void, unknown>,
    options = {},
  ) =>
    run(function* () {
      const peer = yield* listening(createServer({ allowHalfOpen: true }, behave))
      const [reader, writer] = yield* openConnection({ ...peer.address, ...options })
      try {
        yield* body(reader, writer)
      } finally {
        writer.transport.abort()
        peer.close()
      }
    })

  it('resets the connection: ConnectionResetError with code and address, for whoever reads, drains or waits for the end', () =>
    to(
      (socket) => socket.once('data', () => socket.resetAndDestroy()),
      function* (reader, writer) {
        const reading = createTask(reader.read())
        yield
        writer.write('go')
        const error = (yield* failure(reading)) as ConnectionResetError
        expect(error).toBeInstanceOf(ConnectionResetError)
        expect(error.code).toBe('ECONNRESET')
        expect(error.address).toMatch(/^127\.0\.0\.1:\d+$/)
        expect(yield* failure(writer.drain())).toBe(error)
        expect(yield* failure(writer.waitClosed())).toBe(error)
      },
    ))

  it('is gone while we write: every drain that waits is told, and later ones, too', () => {
    const sockets: Socket[] = []
    return to(
      (socket) => {
        socket.on('error', () => {})
        sockets.push(socket)
      },
      function* (_reader, writer) {
        // As long as the platform takes what is written, no drain waits.
        for (let stuck = 0; stuck < 100; ) {
          if (writer.transport.getWriteBufferSize() === 0) writer.write(pattern(1 << 20))
          stuck = writer.transport.getWriteBufferSize() === 0 ? 0 : stuck + 1
          yield* turn()
        }
        const drains = [createTask(writer.drain()), createTask(writer.drain())]
        yield
        sockets[0]!.resetAndDestroy()
        for (const drain of drains) {
          expect(String(yield* failure(drain))).toMatch(
            /^(ConnectionResetError|BrokenPipeError): Could not use the connection with 127/,
          )
        }
        writer.write('dropped without a word')
        expect(yield* failure(writer.drain())).toBeInstanceOf(OSError)
      },
    )
  })

  it('half-closes: what it sent is read, then the end, and we can still write', () => {
    let heard = ''
    return to(
      (socket) => {
        socket.end('farewell')
        socket.on('data', (data) => {
          heard += data
        })
      },
      function* (reader, writer) {
        expect(text(yield* reader.read())).toBe('farewell')
        expect(reader.atEof()).toBe(true)
        expect(writer.isClosing()).toBe(false)
        writer.write('and farewell to you')
        yield* writer.drain()
        yield* until(() => heard === 'and farewell to you')
      },
    )
  })

  it('says nothing: a timeout ends the read, and the connection is as it was', () =>
    to(
      (socket) => socket.on('data', () => socket.write('at last\n')),
      function* (reader, writer) {
        expect(yield* failure(timeout(5, reader.readLine()))).toBeInstanceOf(TimeoutError)
        writer.write('?')
        expect(text(yield* reader.readLine())).toBe('at last\n')
      },
    ))

  it('sends a line without end: RangeError, and no more than twice the limit is held', () =>
    to(
      (socket) => {
        socket.on('error', () => {})
        const more = (): void => {
          if (!socket.destroyed) socket.write(Buffer.alloc(65536, 'x'), more)
        }
        more()
      },
      function* (reader) {
        expect(yield* failure(reader.readLine())).toMatchObject({
          name: 'RangeError',
          message: 'Separator is not found, and chunk exceed the limit (1000 bytes)',
        })
        // Nothing reads now: the socket is paused after a chunk or two, not after gigabytes.
        for (let i = 0; i < 50; i++) yield* turn()
        expect(Number(/(\d+) bytes/.exec(String(reader))?.[1])).toBeLessThan(200_000)
        expect(String(reader)).toContain('paused')
      },
      { limit: 1000 },
    ))
})

describe('clients of a server that', () => {
  it('reset, hang up in the middle or never speak do not disturb the others', () =>
    run(function* () {
      const reports: unknown[] = []
      getRunningLoop().setExceptionHandler((_loop, context) => reports.push(context.exception))
      const server = yield* startServer(
        function* (reader, writer) {
          const line = yield* reader.readUntil('\n')
          writer.write(line)
          yield* writer.drain()
        },
        { host, port: 0 },
      )
      const { port } = server.address
      const rude = [connect(port, host), connect(port, host), connect(port, host)] as const
      for (const socket of rude) socket.on('error', () => {})
      yield* until(() => server.clients.size === 3)
      rude[0].resetAndDestroy()
      rude[1].end('no newline')
      yield* until(() => reports.length === 2)
      expect(reports.map((error) => (error as Error).name).sort()).toEqual([
        'ConnectionResetError',
        'IncompleteReadError',
      ])
      const [reader, writer] = yield* openConnection(server.address)
      writer.write('hello\n')
      expect(text(yield* reader.readLine())).toBe('hello\n')
      writer.close()
      rude[2].destroy()
      server.close()
      server.abortClients()
      yield* server.waitClosed()
    }))

  it('are a thousand are all served at once', async () => {
    const count = 1000
    await run(function* () {
      let most = 0
      const gate = getRunningLoop().createFuture<void>()
      const server = yield* startServer(
        function* (reader, writer) {
          const line = yield* reader.readLine()
          most = Math.max(most, server.clients.size)
          if (server.clients.size === count && !gate.done()) gate.setResult()
          yield* gate
          writer.write(line)
        },
        { host, port: 0, backlog: 1024 },
      )
      const one = function* (i: number) {
        const [reader, writer] = yield* openConnection(server.address)
        writer.write(`${i}\n`)
        const line = text(yield* reader.readLine())
        writer.close()
        yield* writer.waitClosed()
        return Number(line)
      }
      const answers = yield* gather(...Array.from({ length: count }, (_, i) => one(i)))
      expect(answers).toEqual(Array.from({ length: count }, (_, i) => i))
      expect(most).toBe(count)
      server.close()
      yield* server.waitClosed()
    })
  }, 20_000)

  it('read slowly do not make the server hold what it has to send', async () => {
    const total = 100 * 1024 * 1024
    const piece = pattern(65536)
    await run(function* () {
      let buffered = 0
      const server = yield* startServer(
        function* (_reader, writer) {
          for (let sent = 0; sent < total; sent += piece.length) {
            writer.write(piece)
            yield* writer.drain()
            buffered = Math.max(buffered, writer.transport.getWriteBufferSize())
          }
        },
        { host, port: 0 },
      )
      const before = heldBytes()
      let most = 0
      let looks = 0
      const [reader, writer] = yield* openConnection(server.address)
      let received = 0
      for (;;) {
        const data = yield* reader.read(16384)
        if (data.length === 0) break
        received += data.length
        if (received < looks * (4 << 20)) continue
        looks++
        yield* turn()
        most = Math.max(most, heldBytes() - before)
      }
      expect(received).toBe(total)
      // The high water mark and one piece on one side; on the other twice the limit in the reader, and the
      // inbox in front of it.
      expect(buffered).toBeLessThanOrEqual(65536 + piece.length)
      expect(looks).toBe(26)
      expect(most).toBeLessThan(640 * 1024)
      writer.close()
      server.close()
      yield* server.waitClosed()
    })
  }, 30_000)
})

describe('cancelling', () => {
  it('a connect, wherever it stands, leaves nothing open', () =>
    run(function* () {
      const peer = yield* listening(createServer())
      for (let steps = 0; steps < 12; steps++) {
        const task = createTask(openConnection({ host: 'localhost', port: peer.address.port }))
        for (let i = 0; i < steps; i++) yield* i % 2 === 0 ? sleep(0) : turn()
        task.cancel()
        try {
          const [, writer] = yield* task
          writer.close()
        } catch (error) {
          expect(isCancelledError(error)).toBe(true)
        }
      }
      peer.close()
    }))

  it('a drain takes nothing back, and others go on draining', () =>
    run(function* () {
      const received: number[] = []
      const sockets: Socket[] = []
      const peer = yield* listening(
        createServer((socket) => {
          sockets.push(socket)
          socket.pause()
          socket.on('data', (data) => received.push(data.length))
          socket.pause()
        }),
      )
      const [, writer] = yield* openConnection(peer.address)
      let written = 0
      while (writer.transport.getWriteBufferSize() < 100_000) {
        writer.write(pattern(65536))
        written += 65536
      }
      const cancelled = createTask(writer.drain())
      const waiting = createTask(writer.drain())
      yield
      cancelled.cancel()
      expect(isCancelledError(yield* failure(cancelled))).toBe(true)
      yield* until(() => sockets.length === 1)
      sockets[0]!.resume()
      yield* waiting
      writer.close()
      yield* writer.waitClosed()
      yield* until(() => received.reduce((sum, length) => sum + length, 0) === written)
      peer.close()
    }))

  it('waitClosed() changes nothing', () =>
    run(function* () {
      const server = yield* startServer(echo, { host, port: 0 })
      const [reader, writer] = yield* openConnection(server.address)
      const waiting = createTask(writer.waitClosed())
      yield
      waiting.cancel()
      expect(isCancelledError(yield* failure(waiting))).toBe(true)
      writer.write('still open\n')
      expect(text(yield* reader.readLine())).toBe('still open\n')
      writer.close()
      yield* writer.waitClosed()
      server.close()
      yield* server.waitClosed()
    }))

  it('main, with everything left open, leaves no socket, no server and no handle', async () => {
    const program = run(function* () {
      const server = yield* startServer(echo, { host, port: 0 })
      const [reader, writer] = yield* openConnection(server.address)
      writer.write('x')
      yield* reader.readExactly(1)
      throw new Error('forgot to close')
    })
    await expect(program).rejects.toThrow('forgot to close')
  })

  it('a task between a using and the end closes its connection', () =>
    run(function* () {
      const server = yield* startServer(echo, { host, port: 0 })
      const client = createTask(
        (function* () {
          const [reader, writer] = yield* openConnection(server.address)
          using _closing = writer
          yield* reader.read()
        })(),
      )
      yield* until(() => server.clients.size === 1)
      client.cancel()
      expect(isCancelledError(yield* failure(client))).toBe(true)
      yield* until(() => server.clients.size === 0)
      server.close()
      yield* server.waitClosed()
    }))
})

describe('connections', () => {
  it('send small writes at once (no delay)', () =>
    run(function* () {
      const server = yield* startServer(echo, { host, port: 0 })
      const [transport] = yield* createConnection(() => new Protocol(), server.address)
      // What was asked for is all that can be seen from here.
      expect(transport.getExtraInfo('socket')).toHaveProperty('remotePort', server.address.port)
      transport.close()
      server.close()
      yield* server.waitClosed()
    }))

  it('use the local address they are told', () =>
    run(function* () {
      const server = yield* startServer(echo, { host, port: 0 })
      const [, writer] = yield* openConnection({ ...server.address, localAddress: '127.0.0.2' })
      expect(writer.getExtraInfo('sockname')?.host).toBe('127.0.0.2')
      writer.close()
      server.close()
      yield* server.waitClosed()
    }))

  it('a server on a name listens on all its addresses, on one port', () =>
    run(function* () {
      const server = yield* startServer(echo, { host: ['127.0.0.1', '127.0.0.2'], port: 0 })
      expect(server.sockets.map((address) => address.host)).toEqual(['127.0.0.1', '127.0.0.2'])
      expect(new Set(server.sockets.map((address) => address.port)).size).toBe(1)
      for (const address of server.sockets) {
        const [reader, writer] = yield* openConnection(address)
        writer.write('x')
        yield* reader.readExactly(1)
        writer.close()
      }
      server.close()
      yield* server.waitClosed()
    }))
})

describe('sockets of others', () => {
  it('a connected socket of node:net, as reader and writer or under a protocol', () =>
    run(function* () {
      const server = yield* startServer(echo, { host, port: 0 })
      const sock = connect(server.address.port, host)
      let connected = false
      sock.once('connect', () => {
        connected = true
      })
      expect(yield* failure(openConnection({ sock }))).toEqual(
        new RuntimeError(
          'Expected a connected socket nobody has used up, but this one is not connected yet: wait for its connect event',
        ),
      )
      yield* until(() => connected)
      const [reader, writer] = yield* openConnection({ sock })
      writer.write('through\n')
      expect(text(yield* reader.readLine())).toBe('through\n')
      expect(writer.getExtraInfo('peername')?.port).toBe(server.address.port)
      writer.close()
      yield* writer.waitClosed()
      server.close()
      yield* server.waitClosed()
      expect(yield* failure(openConnection({ sock }))).toBeInstanceOf(RuntimeError)
    }))

  it('a descriptor that is no socket is refused', () =>
    run(function* () {
      const error = yield* failure(openConnection({ sock: 99_999 }))
      expect(error).toMatchObject({
        name: 'OSError',
        message: expect.stringContaining('Could not use file descriptor 99999 as a socket: '),
      })
      expect(yield* failure(startServer(echo, { sock: 99_999 }))).toMatchObject({
        name: 'OSError',
        message: expect.stringContaining('Could not listen on descriptor 99999: '),
      })
    }))

  onlyOn('node', 'others pass no socket on')(
    'sockets that a process has inherited: one that listens, and one that is connected',
    () =>
      run(function* () {
        const program = `
        import { run } from '@acoro/core'
        import { openConnection, startServer } from '@acoro/streams'
        await run(function* () {
          const [reader, writer] = yield* openConnection({ sock: 4 })
          const server = yield* startServer(function* (reader, client) {
            client.write('served ' + (yield* reader.readLine()))
          }, { sock: 3 })
          writer.write('ready ' + server.address.port + '\\n')
          yield* reader.read()
          server.close()
          yield* server.waitClosed()
        })
      `
        const parent = createServer()
        const { address, close } = yield* listening(parent)
        const control = yield* startServer(
          function* (reader, writer) {
            said = text(yield* reader.readLine())
            yield* until(() => over)
            writer.close()
          },
          { host, port: 0 },
        )
        let said = ''
        let over = false
        const toControl = connect(control.address.port, host)
        let connected = false
        toControl.once('connect', () => {
          connected = true
        })
        yield* until(() => connected)
        const child = spawn(process.execPath, [...nodeArguments, '--input-type=module', '-e', program], {
          stdio: ['ignore', 'inherit', 'inherit', handleOf(parent), handleOf(toControl)],
          cwd: import.meta.dirname,
        })
        // They belong to the child now.
        parent.close()
        toControl.destroy()
        yield* until(() => said !== '')
        expect(said).toBe(`ready ${address.port}\n`)
        const [reader, writer] = yield* openConnection(address)
        writer.write('me\n')
        expect(text(yield* reader.readLine())).toBe('served me\n')
        writer.close()
        let exit: number | null | undefined
        child.once('exit', (code) => {
          exit = code
        })
        over = true
        yield* until(() => exit !== undefined)
        expect(exit).toBe(0)
        close()
        control.close()
        yield* control.waitClosed()
      }),
  )
})

describe('a server in asyncWith', () => {
  it('may be begun there: it is closed at the end, and its clients are waited for', () =>
    run(function* () {
      let server: Server | undefined
      const answer = yield* asyncWith(startServer(echo, { host, port: 0 }), function* (started) {
        server = started
        const [reader, writer] = yield* openConnection(started.address)
        writer.write('inside\n')
        const line = text(yield* reader.readLine())
        writer.close()
        return line
      })
      expect([answer, server!.isServing(), server!.clients.size]).toEqual(['inside\n', false, 0])
      yield* asyncWith(
        createTcpServer(() => new Protocol(), { host, port: 0 }),
        function* (started) {
          expect(started.isServing()).toBe(true)
        },
      )
    }))

  it('whose block throws undefined closes its clients, who would be waited for otherwise', () =>
    run(function* () {
      const block = createTask(
        asyncWith(startServer(echo, { host, port: 0 }), function* (server) {
          yield* openConnection(server.address)
          yield* until(() => server.clients.size === 1)
          throw undefined
        }),
      )
      yield* wait([block])
      expect(block.failed()).toBe(true)
    }))
})

it('allErrors gives an ExceptionGroup for one address, too', () =>
  run(function* () {
    const gone = yield* listening(createServer())
    gone.close()
    const error = yield* failure(createConnection(() => new Protocol(), { ...gone.address, allErrors: true }))
    expect(error).toBeInstanceOf(ExceptionGroup)
    expect((error as ExceptionGroup).message).toContain(`Could not connect to ${host}:${gone.address.port}`)
    expect((error as ExceptionGroup).errors).toEqual([expect.any(ConnectionRefusedError)])
  }))

it('a client whose coroutine throws undefined is reported', () =>
  run(function* () {
    const told: object[] = []
    getRunningLoop().setExceptionHandler((_loop, context) => told.push(context))
    const server = yield* startServer(
      function* () {
        yield
        throw undefined
      },
      { host, port: 0 },
    )
    const [reader, writer] = yield* openConnection(server.address)
    yield* reader.read()
    writer.close()
    expect(told).toEqual([
      expect.objectContaining({
        message: 'Unhandled exception in the coroutine of a client',
        exception: undefined,
      }),
    ])
    server.close()
    yield* server.waitClosed()
  }))

onlyOn(
  'exceptDeno',
  'each way of an echo takes it several turns, in each of which every flood brings 64 KiB',
)('clients that flood do not keep another one from being served', () =>
  run(function* () {
    let floods = 0
    const server = yield* startServer(
      function* (reader, writer) {
        yield* asyncFor(reader, function* (line) {
          if (line.length === 2) floods++
          else {
            writer.write(line)
            yield* writer.drain()
          }
        })
      },
      { host, port: 0 },
    )
    const flood = bytes('x\n'.repeat(60_000))
    const flooders = [0, 1, 2].map((_) =>
      createTask(
        asyncWith(openConnection(server.address), function* ([, writer]) {
          for (;;) {
            writer.write(flood)
            yield* writer.drain()
          }
        }),
      ),
    )
    const [reader, writer] = yield* openConnection(server.address)
    yield* until(() => floods > 1000)
    const waited: number[] = []
    for (let i = 0; i < 10; i++) {
      const before = floods
      writer.write('served\n')
      yield* reader.readLine()
      waited.push(floods - before)
    }
    // Without checkpoints, and with a loop that looks at the clock too late, it is 300,000.
    expect(Math.max(...waited)).toBeLessThan(100_000)
    writer.close()
    server.close()
    server.abortClients()
    for (const task of flooders) yield* failure(task)
    yield* server.waitClosed()
  }),
)

/** The platform's own socket, for `spawn` to pass on. */
function handleOf(thing: object): number {
  return (thing as { _handle: { fd: number } })._handle.fd
}
