import type { FileHandle } from 'node:fs/promises'
import type { Socket } from 'node:net'
import { asyncFor, asyncWith, run } from '@acoro/core'
import {
  type Address,
  connectAcceptedSocket,
  createConnection,
  createSubprocessExec,
  framed,
  jsonLinesCodec,
  lineCodec,
  openConnection,
  Protocol,
  type Server,
  type StreamReader,
  type StreamWriter,
  sendfile,
  startServer,
  type Transport,
} from '@acoro/streams'
import { expectTypeOf, test } from 'vitest'

declare const reader: StreamReader
declare const writer: StreamWriter

test('connections, and what is read from them', () => {
  void run(function* () {
    const connection = yield* openConnection({ host: 'localhost', port: 80 })
    expectTypeOf(connection).toEqualTypeOf<[reader: StreamReader, writer: StreamWriter]>()
    expectTypeOf(yield* reader.read(5)).toEqualTypeOf<Uint8Array>()
    expectTypeOf(yield* writer.drain()).toEqualTypeOf<void>()
    expectTypeOf(writer.getExtraInfo('peername')).toEqualTypeOf<Address | undefined>()
    yield* asyncFor(reader, function* (line) {
      expectTypeOf(line).toEqualTypeOf<Uint8Array>()
    })
    const length = yield* asyncWith(openConnection({ path: '/tmp/x' }), function* ([inner]) {
      return (yield* inner.readLine()).length
    })
    expectTypeOf(length).toEqualTypeOf<number>()
  })
})

test('servers take coroutine functions and plain ones, and their address can be connected to', () => {
  void run(function* () {
    const server = yield* startServer(
      function* (from, to) {
        to.write(yield* from.read())
      },
      { port: 0 },
    )
    expectTypeOf(server).toEqualTypeOf<Server>()
    yield* openConnection(server.address)
    yield* startServer((_from, to) => to.close(), { port: 0 })
  })
})

test('protocols keep their type', () => {
  class Mine extends Protocol {
    readonly extra = 1
  }
  void run(function* () {
    const [transport, protocol] = yield* createConnection(() => new Mine(), { host: 'localhost', port: 80 })
    expectTypeOf(transport).toEqualTypeOf<Transport>()
    expectTypeOf(protocol).toEqualTypeOf<Mine>()
  })
})

test('codecs say what goes in and out', () => {
  void run(function* () {
    const feed = framed([reader, writer], jsonLinesCodec<{ n: number }, { query: string }>())
    expectTypeOf(yield* feed.receive()).toEqualTypeOf<{ n: number } | undefined>()
    yield* feed.send({ query: 'n' })
    // @ts-expect-error: what is received is not what is sent
    yield* feed.send({ n: 1 })
    const lines = framed([reader, writer], lineCodec())
    // @ts-expect-error: a line is a string
    yield* lines.send(5)
  })
})

test('what must not compile', () => {
  // @ts-expect-error: a port is a number
  openConnection({ host: 'localhost', port: '80' })
  // @ts-expect-error: only known facts can be asked for
  writer.getExtraInfo('weather')
  // @ts-expect-error: numbers are not bytes
  writer.write(5)
  // @ts-expect-error: stdout cannot go where stdout goes
  createSubprocessExec('ls', [], { stdout: 'stdout' })
  // @ts-expect-error: an async function is no coroutine function
  startServer(async () => {}, { port: 0 })
})

test('files go down writers and transports, by path, URL or handle', () => {
  const transport = writer.transport
  void run(function* () {
    expectTypeOf(yield* sendfile(writer, 'a file', { offset: 1, count: 2 })).toEqualTypeOf<number>()
    yield* sendfile(transport, new URL('file:///a'))
    yield* sendfile(transport, {} as FileHandle, {
      onProgress: (sent) => expectTypeOf(sent).toEqualTypeOf<number>(),
    })
    // @ts-expect-error a reader is nothing to send to
    yield* sendfile(reader, 'a file')
  })
})

test('a socket of node:net takes a protocol', () => {
  class Mine extends Protocol {
    readonly extra = 1
  }
  void run(function* () {
    const [transport, protocol] = yield* connectAcceptedSocket(() => new Mine(), {} as Socket)
    expectTypeOf(transport).toEqualTypeOf<Transport>()
    expectTypeOf(protocol).toEqualTypeOf<Mine>()
    // @ts-expect-error a port is no socket
    yield* connectAcceptedSocket(() => new Mine(), 80)
  })
})
