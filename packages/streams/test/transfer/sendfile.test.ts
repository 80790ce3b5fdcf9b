// Sending files: what arrives, how much is held in the meantime, and that no file stays open.

import { readdirSync, writeFileSync } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { createServer, type Socket } from 'node:net'
import { pathToFileURL } from 'node:url'
import { createTask, RuntimeError, run, type Suspension } from '@acoro/core'
import {
  ConnectionResetError,
  createConnection,
  createServer as createProtocolServer,
  createSubprocessExec,
  FileNotFoundError,
  OSError,
  openConnection,
  Protocol,
  SendfileNotAvailableError,
  type SendfileOptions,
  sendfile,
  startServer,
  type Transport,
} from '@acoro/streams'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { onlyOn } from '../../../../scripts/runtimes/only-on.ts'
import { cancelledEverywhere } from '../support/cancelled.ts'
import { ca, serverTls } from '../support/certificates.ts'
import { TemporaryDirectory } from '../support/directory.ts'
import { failure } from '../support/failure.ts'
import { listening } from '../support/node-server.ts'
import { ResetError } from '../support/reset.ts'
import { leavesNothingOpen } from '../support/resources.ts'
import { pattern, sameBytes, text } from '../support/text.ts'
import { turn, until } from '../support/turn.ts'

leavesNothingOpen()

const host = '127.0.0.1'
const local = { host, port: 0 }
const SIZE = 1_000_003

let directory: TemporaryDirectory
let file: string
beforeAll(() => {
  directory = new TemporaryDirectory()
  file = directory.file('data')
  writeFileSync(file, pattern(SIZE))
})
afterAll(() => directory[Symbol.dispose]())

/** What arrives at the other side of `send`, and what it returned. */
function* received(
  file: string | URL | FileHandle,
  options?: SendfileOptions,
): Generator<Suspension, { count: unknown; data: Uint8Array }, unknown> {
  let count: unknown
  const server = yield* startServer(function* (_reader, writer) {
    count = yield* sendfile(writer, file, options)
  }, local)
  const [reader, writer] = yield* openConnection(server.address)
  const data = yield* reader.read()
  writer.close()
  server.close()
  yield* server.waitClosed()
  return { count, data }
}

/** A promise of Node's, awaited. */
function* settled<T>(promise: Promise<T>): Generator<Suspension, T, unknown> {
  let value: { readonly value: T } | undefined
  promise.then((settled) => {
    value = { value: settled }
  })
  yield* until(() => value !== undefined)
  return value!.value
}

describe('sendfile', () => {
  it('sends a file by its path, URL or handle, and counts', () =>
    run(function* () {
      const handle = yield* settled(open(file))
      for (const source of [file, pathToFileURL(file), handle]) {
        const { count, data } = yield* received(source)
        expect(count).toBe(SIZE)
        expect(sameBytes(data, pattern(SIZE))).toBe(true)
      }
      // The handle is open, and where it was.
      const { bytesRead, buffer } = yield* settled(handle.read(Buffer.alloc(10), 0, 10, null))
      expect([...buffer.subarray(0, bytesRead)]).toEqual([...pattern(10)])
      yield* settled(handle.close())
    }))

  it('sends a part of it: from an offset, and so many bytes at most', () =>
    run(function* () {
      for (const [offset, count] of [
        [0, 1],
        [5, 70_000],
        [SIZE - 3, 100],
        [SIZE, 5],
        [SIZE + 1000, undefined],
        [65_536, undefined],
      ] as const) {
        const got = yield* received(file, { offset, count })
        const expected = pattern(SIZE).subarray(offset, count === undefined ? SIZE : offset + count)
        expect(got.count).toBe(expected.length)
        expect(sameBytes(got.data, expected)).toBe(true)
      }
    }))

  it('sends nothing of an empty one', () =>
    run(function* () {
      const empty = directory.file('empty')
      writeFileSync(empty, '')
      const { count, data } = yield* received(empty)
      expect([count, data.length]).toEqual([0, 0])
    }))

  it('goes after what was written before, and before what is written then', () =>
    run(function* () {
      const server = yield* startServer(function* (_reader, writer) {
        writer.write('head ')
        yield* sendfile(writer, file, { count: 100_000 })
        writer.write(' tail')
      }, local)
      const [reader, writer] = yield* openConnection(server.address)
      const data = Buffer.from(yield* reader.read())
      expect(text(data.subarray(0, 5))).toBe('head ')
      expect(sameBytes(data.subarray(5, -5), pattern(100_000))).toBe(true)
      expect(text(data.subarray(-5))).toBe(' tail')
      writer.close()
      server.close()
      yield* server.waitClosed()
    }))

  it('holds no more than the water mark and a piece while the other side is slow, and tells how far it is', () =>
    run(function* () {
      const sockets: Socket[] = []
      const node = yield* listening(createServer((socket) => sockets.push(socket.pause())))
      const [, writer] = yield* openConnection(node.address)
      const big = directory.file('big')
      writeFileSync(big, Buffer.alloc(40 << 20, 'x'))
      const told: number[] = []
      const { transport } = writer
      const sending = createTask(
        sendfile(writer, big, {
          onProgress: (sent) => {
            told.push(sent)
            expect(transport.getWriteBufferSize()).toBeLessThanOrEqual(65_536 * 2)
          },
        }),
      )
      yield* until(() => transport.getWriteBufferSize() > 65_536)
      expect(sending.done()).toBe(false)
      expect(told.at(-1)).toBeLessThan(40 << 20)
      let came = 0
      sockets[0]!.on('data', (data) => {
        came += data.length
      })
      sockets[0]!.resume()
      expect(yield* sending).toBe(40 << 20)
      expect(told.at(-1)).toBe(40 << 20)
      expect(told).toEqual([...told].sort((a, b) => a - b))
      yield* until(() => came === 40 << 20)
      writer.close()
      yield* writer.waitClosed()
      node.close()
    }))

  onlyOn('exceptDeno', 'a TLS socket of it that was paused emits no end')('goes over TLS, too', () =>
    run(function* () {
      const server = yield* startServer(
        function* (_reader, writer) {
          yield* sendfile(writer, file)
        },
        { ...local, tls: serverTls },
      )
      const [reader, writer] = yield* openConnection({
        ...server.address,
        tls: { ca, servername: 'localhost' },
      })
      expect(sameBytes(yield* reader.read(), pattern(SIZE))).toBe(true)
      writer.close()
      server.close()
      yield* server.waitClosed()
    }),
  )

  it('goes into the pipe of a process, too', () =>
    run(function* () {
      const count = yield* createSubprocessExec('wc', ['-c'], { stdin: 'pipe', stdout: 'pipe' })
      expect(yield* sendfile(count.stdin!, file)).toBe(SIZE)
      const [stdout] = yield* count.communicate()
      expect(Number(text(stdout!))).toBe(SIZE)
    }))
})

describe('sendfile to a transport', () => {
  class Logged extends Protocol {
    readonly log: string[] = []
    transport!: Transport

    override connectionMade(transport: Transport): void {
      this.transport = transport
    }
    override dataReceived(data: Uint8Array): void {
      this.log.push(`data ${text(data)}`)
    }
    override pauseWriting(): void {
      this.log.push('pause')
    }
    override resumeWriting(): void {
      this.log.push('resume')
    }
    override connectionLost(error: Error | null): void {
      this.log.push(`lost ${error?.name}`)
    }
  }

  it('keeps its protocol out of it, and loses nothing that comes meanwhile', () =>
    run(function* () {
      let came = 0
      const node = yield* listening(
        createServer((socket) => {
          socket.write('meanwhile')
          socket.on('data', (data) => {
            came += data.length
            if (came === SIZE) socket.end()
          })
        }),
      )
      const [transport, protocol] = yield* createConnection(() => new Logged(), node.address)
      expect(yield* sendfile(transport, file)).toBe(SIZE)
      expect(transport.getProtocol()).toBe(protocol)
      yield* until(() => protocol.log.includes('lost undefined'))
      const marks: string[] = protocol.log.filter((line) => line === 'pause' || line === 'resume')
      expect(protocol.log.filter((line) => !marks.includes(line))).toEqual([
        'data meanwhile',
        'lost undefined',
      ])
      expect(marks).toEqual(marks.map((_, i) => (i % 2 === 0 ? 'pause' : 'resume')))
      node.close()
    }))

  it('that was paused: waits, and lets its protocol know', () =>
    run(function* () {
      const sockets: Socket[] = []
      const node = yield* listening(createServer((socket) => sockets.push(socket.pause())))
      const [transport, protocol] = yield* createConnection(() => new Logged(), node.address)
      transport.write(Buffer.alloc(20 << 20))
      expect(protocol.log).toEqual(['pause'])
      const sending = createTask(sendfile(transport, file, { count: 10 }))
      for (let i = 0; i < 100; i++) yield* turn()
      expect(sending.done()).toBe(false)
      sockets[0]!.resume()
      expect(yield* sending).toBe(10)
      expect(protocol.log).toEqual(['pause', 'resume'])
      transport.abort()
      yield* until(() => protocol.log.length === 3)
      node.close()
    }))

  it('that is lost while the file is opened: it does not wait for ever', () =>
    run(function* () {
      const node = yield* listening(createServer((socket) => socket.pause()))
      const [transport, protocol] = yield* createConnection(() => new Logged(), node.address)
      transport.write(Buffer.alloc(20 << 20))
      const sending = createTask(failure(sendfile(transport, file)))
      yield
      transport.abort()
      yield
      expect(yield* sending).toBeInstanceOf(ConnectionResetError)
      yield* until(() => protocol.log.includes('lost undefined'))
      node.close()
    }))

  it('that is lost meanwhile: both hear of it', () =>
    run(function* () {
      const sockets: Socket[] = []
      const node = yield* listening(createServer((socket) => sockets.push(socket.pause())))
      const [transport, protocol] = yield* createConnection(() => new Logged(), node.address)
      transport.write(Buffer.alloc(20 << 20))
      const sending = createTask(failure(sendfile(transport, file)))
      for (let i = 0; i < 100; i++) yield* turn()
      sockets[0]!.resetAndDestroy()
      const error = yield* sending
      expect(error).toBeInstanceOf(ResetError)
      expect(protocol.log).toEqual(['pause', `lost ${(error as Error).name}`])
      expect(transport.getProtocol()).toBe(protocol)
      node.close()
    }))
})

describe('sendfile fails', () => {
  it('where there is no such file, or it is a directory', () =>
    run(function* () {
      const { errors } = yield* failing((writer) => [
        () => sendfile(writer, directory.file('missing')),
        () => sendfile(writer, directory.path),
      ])
      expect(errors[0]).toBeInstanceOf(FileNotFoundError)
      expect(errors[0]).toMatchObject({ code: 'ENOENT', address: directory.file('missing') })
      expect(errors[1]).toBeInstanceOf(OSError)
      expect(errors[1]).toMatchObject({ code: 'EISDIR' })
    }))

  it('where nothing but the call of the system will do', () =>
    run(function* () {
      const { errors } = yield* failing((writer) => [() => sendfile(writer, file, { fallback: false })])
      expect(errors[0]).toBeInstanceOf(SendfileNotAvailableError)
      expect(errors[0]).toMatchObject({ name: 'SendfileNotAvailableError' })
    }))

  it('on a connection that is closing', () =>
    run(function* () {
      const { errors } = yield* failing((writer) => {
        writer.close()
        return [() => sendfile(writer, file), () => sendfile(writer.transport, file)]
      })
      expect(errors).toEqual([
        new RuntimeError('Transport is closing'),
        new RuntimeError('Transport is closing'),
      ])
    }))

  it('on one that is closed half-way', () =>
    run(function* () {
      const { errors } = yield* failing((writer) => [
        () => sendfile(writer, file, { onProgress: () => writer.close() }),
      ])
      expect(errors[0]).toBeInstanceOf(ConnectionResetError)
      expect(errors[0]).toMatchObject({ code: 'ECONNRESET', address: expect.stringContaining(host) })
    }))

  it('on one the other side resets', () =>
    run(function* () {
      const node = createServer((socket) => socket.once('data', () => socket.resetAndDestroy()))
      const { address, close } = yield* listening(node)
      const [, writer] = yield* openConnection(address)
      const big = directory.file('bigger')
      writeFileSync(big, Buffer.alloc(64 << 20))
      expect(yield* failure(sendfile(writer, big))).toBeInstanceOf(ResetError)
      close()
    }))

  it('at the call for what makes no sense', () =>
    run(function* () {
      const { errors } = yield* failing((writer) => {
        const calls: [() => unknown, string][] = [
          [
            () => sendfile({} as never, file),
            'Expected a StreamWriter or a Transport to send to, got an object',
          ],
          [
            () => sendfile(writer, 7 as never),
            'Expected a file to send, a path, a URL or a FileHandle, got the number 7',
          ],
          [
            () => sendfile(writer, file, { offset: 1.5 }),
            'Expected an offset in bytes, an integer, got the number 1.5',
          ],
          [() => sendfile(writer, file, { offset: -1 }), 'Expected an offset in bytes, 0 or more, got -1'],
          [() => sendfile(writer, file, { count: 0 }), 'Expected a count in bytes, 1 or more, got 0'],
          [
            () => sendfile(writer, file, { count: '9' as never }),
            'Expected a count in bytes, an integer, got the string "9"',
          ],
          [
            () => sendfile(writer, file, { onProgress: 1 as never }),
            'Expected onProgress to be a function, got the number 1',
          ],
        ]
        for (const [call, message] of calls) expect(call).toThrow(message)
        return []
      })
      expect(errors).toEqual([])
    }))
})

it('cancelled at any moment, it leaves no file open, and its protocol in place', () =>
  run(function* () {
    const server = yield* createProtocolServer(() => new Protocol(), local)
    const before = openFiles()
    yield* cancelledEverywhere(
      function* () {
        const [transport, protocol] = yield* createConnection(() => new Protocol(), server.address)
        try {
          yield* sendfile(transport, file, { count: 200_000 })
        } finally {
          expect(transport.getProtocol()).toBe(protocol)
          transport.abort()
        }
      },
      () => {},
    )
    server.close()
    server.abortClients()
    yield* server.waitClosed()
    yield* until(() => openFiles() <= before - 1)
  }))

/** Descriptors of this process; the server's own among them. */
function openFiles(): number {
  return readdirSync('/dev/fd').length
}

type WriterOf = Parameters<Parameters<typeof startServer>[0]>[1]

/** What each call throws on a connection of its own to a server that reads. */
function* failing(
  callsOf: (writer: WriterOf) => (() => ReturnType<typeof sendfile>)[],
): Generator<Suspension, { errors: unknown[] }, unknown> {
  const server = yield* startServer(function* (reader) {
    yield* reader.read()
  }, local)
  const errors: unknown[] = []
  const [, writer] = yield* openConnection(server.address)
  for (const call of callsOf(writer)) errors.push(yield* failure(call()))
  writer.close()
  server.close()
  yield* server.waitClosed()
  return { errors }
}
