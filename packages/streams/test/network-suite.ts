// What every Network promises, as a suite. It runs on Node's sockets here, and on the network in memory in
// @acoro/testing.

import {
  type Awaitable,
  asyncWith,
  coroutine,
  createTask,
  gather,
  getRunningLoop,
  isCancelledError,
  type Suspension,
  taskGroup,
} from '@acoro/core'
import {
  AddressInUseError,
  ConnectionRefusedError,
  createConnection,
  createServer,
  type OnClient,
  openConnection,
  Protocol,
  type Server,
  type StreamReader,
  type StreamWriter,
  startServer,
  type Transport,
} from '@acoro/streams'
import { describe, expect, it } from 'vitest'
import { failure } from './support/failure.ts'
import type { NetworkHarness } from './support/harness.ts'
import { bytes, pattern, text } from './support/text.ts'

const echo = coroutine(function* echo(reader: StreamReader, writer: StreamWriter) {
  for (;;) {
    const data = yield* reader.read(65536)
    if (data.length === 0) return
    writer.write(data)
    yield* writer.drain()
  }
})

/** Logs what its transport calls. */
class Logged extends Protocol {
  transport!: Transport
  readonly log: string[]
  readonly keepOpen: boolean

  constructor(log: string[], keepOpen = false) {
    super()
    this.log = log
    this.keepOpen = keepOpen
  }

  override connectionMade(transport: Transport): void {
    this.transport = transport
    this.log.push('made')
  }

  override dataReceived(data: Uint8Array): void {
    this.log.push(`data ${text(data)}`)
  }

  override eofReceived(): boolean {
    this.log.push('eof')
    return this.keepOpen
  }

  override connectionLost(error: Error | null): void {
    this.log.push(error === null ? 'lost' : `lost ${error.name}`)
  }

  override pauseWriting(): void {
    this.log.push('pause')
  }

  override resumeWriting(): void {
    this.log.push('resume')
  }
}

/** The tests; `name` heads them. */
export function networkSuite(name: string, harness: NetworkHarness): void {
  const { host, turn } = harness
  /** Lets the network do its work until `done`. */
  const until = function* (done: () => boolean): Generator<Suspension, void, unknown> {
    while (!done()) yield* turn()
  }
  /** Gives what must not happen a good chance to happen. */
  const aWhile = function* (): Generator<Suspension, void, unknown> {
    for (let i = 0; i < 20; i++) yield* turn()
  }
  const program = (title: string, main: () => Awaitable<void>): void => {
    it(title, async () => {
      await harness.run(harness.makeNetwork(), main)
    })
  }
  /** A server for the test, closed with its clients at the end. */
  const served = (onClient: OnClient, body: (server: Server) => Awaitable<void>, options = {}) =>
    (function* () {
      const server = yield* startServer(onClient, { host, port: 0, ...options })
      try {
        return yield* body(server)
      } finally {
        server.close()
        server.abortClients()
        yield* server.waitClosed()
      }
    })()

  describe(`${name}: connections`, () => {
    program('what is written on one side is read on the other', () =>
      served(echo, function* (server) {
        const [reader, writer] = yield* openConnection(server.address)
        writer.write('hello ')
        writer.writeLines(['wor', 'ld\n'])
        expect(text(yield* reader.readLine())).toBe('hello world\n')
        writer.close()
        yield* writer.waitClosed()
      }),
    )

    program('both ends know their addresses, and keep them when they are closed', () =>
      served(echo, function* (server) {
        const [reader, writer] = yield* openConnection(server.address)
        writer.write('x')
        yield* reader.readExactly(1)
        const [there] = [...server.clients]
        expect(writer.getExtraInfo('peername')).toEqual(server.address)
        expect(there?.getExtraInfo('peername')).toEqual(writer.getExtraInfo('sockname'))
        writer.close()
        yield* writer.waitClosed()
        expect(writer.getExtraInfo('peername')).toEqual(server.address)
      }),
    )

    program('a megabyte comes through whole, with drain holding the writer back', () =>
      served(echo, function* (server) {
        const [reader, writer] = yield* openConnection(server.address)
        const size = 1 << 20
        yield* taskGroup(function* (group) {
          group.createTask(
            (function* () {
              for (let sent = 0; sent < size; sent += 65536) {
                writer.write(pattern(65536, sent))
                yield* writer.drain()
              }
              writer.writeEof()
            })(),
          )
          const all = yield* reader.read()
          expect(all.length).toBe(size)
          expect(all.every((byte, i) => byte === (((i >> 16) << 16) + (i & 65535)) % 251)).toBe(true)
        })
      }),
    )

    program('one side can end and still read: half-close', () =>
      served(
        function* (reader, writer) {
          const all = yield* reader.read()
          writer.write(`${all.length} bytes`)
        },
        function* (server) {
          const [reader, writer] = yield* openConnection(server.address)
          writer.write('12345')
          writer.writeEof()
          expect(text(yield* reader.read())).toBe('5 bytes')
        },
      ),
    )

    program('many connections at once keep apart', () =>
      served(echo, function* (server) {
        const one = function* (i: number) {
          const [reader, writer] = yield* openConnection(server.address)
          writer.write(`client ${i}\n`)
          const line = yield* reader.readLine()
          writer.close()
          yield* writer.waitClosed()
          return text(line)
        }
        const lines = yield* gather(...Array.from({ length: 50 }, (_, i) => one(i)))
        expect(lines).toEqual(Array.from({ length: 50 }, (_, i) => `client ${i}\n`))
      }),
    )

    program('nobody listens: ConnectionRefusedError with code and address', function* () {
      const server = yield* startServer(echo, { host, port: 0 })
      const { address } = server
      server.close()
      yield* server.waitClosed()
      const error = yield* failure(openConnection(address))
      expect(error).toBeInstanceOf(ConnectionRefusedError)
      expect(error).toMatchObject({ code: 'ECONNREFUSED', address: `${address.host}:${address.port}` })
    })

    program('a port that is taken: AddressInUseError with code and address', () =>
      served(echo, function* (server) {
        const { port } = server.address
        const error = yield* failure(startServer(echo, { host, port }))
        expect(error).toBeInstanceOf(AddressInUseError)
        expect(error).toMatchObject({ code: 'EADDRINUSE', address: `${host}:${port}` })
      }),
    )

    program('a cancelled connect leaves no client behind', () =>
      served(echo, function* (server) {
        const task = createTask(openConnection(server.address))
        yield
        task.cancel()
        const error = yield* failure(task)
        expect(isCancelledError(error)).toBe(true)
        yield* until(() => server.clients.size === 0)
      }),
    )
  })

  describe(`${name}: protocols`, () => {
    program('are called in order, the end exactly once', function* () {
      const there: string[] = []
      const here: string[] = []
      const server = yield* createServer(() => new Logged(there), { host, port: 0 })
      const [transport] = yield* createConnection(() => new Logged(here), server.address)
      expect(here).toEqual(['made'])
      transport.write(bytes('one'))
      yield* until(() => there.includes('data one'))
      transport.close()
      transport.close()
      yield* until(() => here.includes('lost') && there.includes('lost'))
      server.close()
      yield* server.waitClosed()
      expect(there).toEqual(['made', 'data one', 'eof', 'lost'])
      expect(here).toEqual(['made', 'lost'])
    })

    program('that keep a half-closed connection open go on writing', function* () {
      const there: string[] = []
      const here: string[] = []
      const protocols: Logged[] = []
      const make = () => {
        protocols.push(new Logged(there, true))
        return protocols[0]!
      }
      const server = yield* createServer(make, { host, port: 0 })
      const [transport] = yield* createConnection(() => new Logged(here), server.address)
      transport.writeEof()
      yield* until(() => there.includes('eof'))
      protocols[0]!.transport.write(bytes('still here'))
      yield* until(() => here.length > 1)
      expect(here).toEqual(['made', 'data still here'])
      protocols[0]!.transport.close()
      yield* until(() => here.includes('lost'))
      server.close()
      yield* server.waitClosed()
    })

    program('get no data while reading is paused, and all of it afterwards', function* () {
      const there: string[] = []
      const protocols: Logged[] = []
      const make = () => {
        protocols.push(new Logged(there))
        return protocols[0]!
      }
      const server = yield* createServer(make, { host, port: 0 })
      const [transport] = yield* createConnection(() => new Protocol(), server.address)
      yield* until(() => there.length > 0)
      const paused = protocols[0]!.transport
      paused.pauseReading()
      paused.pauseReading()
      expect(paused.isReading()).toBe(false)
      transport.write(bytes('quiet'))
      yield* aWhile()
      expect(there).toEqual(['made'])
      paused.resumeReading()
      yield* until(() => there.length > 1)
      expect(there).toEqual(['made', 'data quiet'])
      transport.abort()
      yield* until(() => there.includes('lost'))
      server.close()
      yield* server.waitClosed()
    })

    program('are told to pause above the high water mark, and to resume at the low one', function* () {
      const here: string[] = []
      let peer: Transport | undefined
      class Peer extends Protocol {
        override connectionMade(transport: Transport): void {
          peer = transport
          transport.pauseReading()
        }
      }
      const server = yield* createServer(() => new Peer(), { host, port: 0 })
      const [transport] = yield* createConnection(() => new Logged(here), server.address)
      yield* until(() => peer !== undefined)
      for (let i = 0; i < 200 && !here.includes('pause'); i++) transport.write(pattern(1 << 16))
      expect(here).toEqual(['made', 'pause'])
      expect(transport.getWriteBufferSize()).toBeGreaterThan(transport.getWriteBufferLimits().high)
      peer!.resumeReading()
      yield* until(() => here.includes('resume'))
      expect(here).toEqual(['made', 'pause', 'resume'])
      expect(transport.getWriteBufferSize()).toBeLessThanOrEqual(transport.getWriteBufferLimits().low)
      transport.close()
      server.close()
      yield* server.waitClosed()
    })

    program('that throw are reported, and their connection is closed', function* () {
      const loop = getRunningLoop()
      const reports: string[] = []
      loop.setExceptionHandler((_loop, context) => reports.push(`${context.message} ${context.exception}`))
      const there: string[] = []
      class Clumsy extends Logged {
        override dataReceived(): void {
          throw new Error('dropped it')
        }
      }
      const server = yield* createServer(() => new Clumsy(there), { host, port: 0 })
      const [transport] = yield* createConnection(() => new Protocol(), server.address)
      transport.write(bytes('catch'))
      yield* until(() => there.some((line) => line.startsWith('lost')))
      expect(there).toEqual(['made', 'lost Error'])
      expect(reports).toEqual(['Fatal error: protocol.dataReceived() call failed. Error: dropped it'])
      server.close()
      yield* server.waitClosed()
    })
  })

  describe(`${name}: servers`, () => {
    program('what a client coroutine throws is reported, and closes that client alone', () =>
      served(
        function* (reader, writer) {
          const line = yield* reader.readLine()
          if (text(line) === 'bad\n') throw new Error('cannot serve this')
          writer.write(line)
        },
        function* (server) {
          const reports: unknown[] = []
          getRunningLoop().setExceptionHandler((_loop, context) => reports.push(context.exception))
          const [goodReader, good] = yield* openConnection(server.address)
          const [badReader, bad] = yield* openConnection(server.address)
          bad.write('bad\n')
          expect(text(yield* badReader.read())).toBe('')
          expect(reports).toEqual([new Error('cannot serve this')])
          good.write('good\n')
          expect(text(yield* goodReader.readLine())).toBe('good\n')
          bad.close()
        },
      ),
    )

    program('a client whose coroutine has ended is closed', () =>
      served(
        function* () {},
        function* (server) {
          const [reader] = yield* openConnection(server.address)
          expect(yield* reader.read()).toHaveLength(0)
        },
      ),
    )

    program('close() takes no more clients and leaves those there are', () =>
      served(echo, function* (server) {
        const [reader, writer] = yield* openConnection(server.address)
        writer.write('a')
        yield* reader.readExactly(1)
        server.close()
        expect([server.isServing(), server.sockets]).toEqual([false, []])
        expect(yield* failure(openConnection(server.address))).toBeInstanceOf(ConnectionRefusedError)
        writer.write('b')
        expect(text(yield* reader.readExactly(1))).toBe('b')
      }),
    )

    program('waitClosed() waits for close() and for the last client', () =>
      served(echo, function* (server) {
        const log: string[] = []
        const waiting = createTask(
          (function* () {
            yield* server.waitClosed()
            log.push('closed')
          })(),
        )
        const [reader, writer] = yield* openConnection(server.address)
        writer.write('a')
        yield* reader.readExactly(1)
        log.push('served')
        server.close()
        yield* aWhile()
        log.push('still a client')
        writer.close()
        yield* waiting
        expect(log).toEqual(['served', 'still a client', 'closed'])
        yield* server.waitClosed()
      }),
    )

    program('closeClients() sends what is buffered, abortClients() does not wait', () =>
      served(
        function* (reader, writer) {
          writer.write('goodbye')
          yield* reader.read()
        },
        function* (server) {
          const [reader] = yield* openConnection(server.address)
          yield* until(() => server.clients.size === 1)
          yield* aWhile()
          server.closeClients()
          expect(text(yield* reader.read())).toBe('goodbye')
          const [, stubborn] = yield* openConnection(server.address)
          yield* until(() => server.clients.size === 1)
          server.abortClients()
          yield* until(() => server.clients.size === 0)
          stubborn.transport.abort()
        },
      ),
    )

    program('serveForever() ends with a cancel, its clients closed', function* () {
      const server = yield* startServer(echo, { host, port: 0, startServing: false })
      expect([server.isServing(), server.sockets]).toEqual([false, []])
      const serving = createTask(server.serveForever())
      yield* until(() => server.isServing())
      expect(yield* failure(server.serveForever())).toMatchObject({ name: 'RuntimeError' })
      const [reader] = yield* openConnection(server.address)
      yield* until(() => server.clients.size === 1)
      serving.cancel()
      expect(isCancelledError(yield* failure(serving))).toBe(true)
      expect([server.isServing(), server.clients.size]).toEqual([false, 0])
      expect(yield* reader.read()).toHaveLength(0)
      expect(yield* failure(server.startServing())).toMatchObject({ name: 'RuntimeError' })
    })

    program('a block of asyncWith that throws closes the clients it would wait for', function* () {
      const server = yield* startServer(echo, { host, port: 0 })
      const error = yield* failure(
        asyncWith(server, function* () {
          yield* openConnection(server.address)
          yield* until(() => server.clients.size === 1)
          throw new Error('out of order')
        }),
      )
      expect(error).toEqual(new Error('out of order'))
      expect([server.isServing(), server.clients.size]).toEqual([false, 0])
    })

    program('more than maxConnections are closed as they come', () =>
      served(
        echo,
        function* (server) {
          const [reader, writer] = yield* openConnection(server.address)
          writer.write('first')
          expect(text(yield* reader.readExactly(5))).toBe('first')
          const [second] = yield* openConnection(server.address)
          expect(yield* ended(second)).toBe(true)
          writer.close()
          yield* until(() => server.clients.size === 0)
          const [third, again] = yield* openConnection(server.address)
          again.write('third')
          expect(text(yield* third.readExactly(5))).toBe('third')
        },
        { maxConnections: 1 },
      ),
    )

    program('asyncWith closes a server, and a connection', function* () {
      const server = yield* startServer(echo, { host, port: 0 })
      const said = yield* asyncWith(server, function* () {
        return yield* asyncWith(openConnection(server.address), function* ([reader, writer]) {
          writer.write('inside')
          return text(yield* reader.readExactly(6))
        })
      })
      expect(said).toBe('inside')
      expect([server.isServing(), server.clients.size]).toEqual([false, 0])
    })
  })
}

/** Does it end, in whatever way, without a byte? */
function* ended(reader: StreamReader): Generator<Suspension, boolean, unknown> {
  try {
    return (yield* reader.read()).length === 0
  } catch (error) {
    if (isCancelledError(error)) throw error
    return true
  }
}
