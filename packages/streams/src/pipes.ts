/** Pipes, FIFOs, terminals and the process's own stdio, as transports and as reader and writer. */

import { Socket } from 'node:net'
import { Readable, Writable } from 'node:stream'
import { type Coroutine, coroutine } from '@acoro/core'
import { describeValue } from '@acoro/core/lowlevel'
import type { Connection } from './open-connection.ts'
import { PipeWire } from './pipe-wire.ts'
import type { Protocol } from './protocol.ts'
import { StreamProtocol } from './stream-protocol.ts'
import { checkLimit, StreamReader } from './stream-reader.ts'
import { StreamTransport } from './stream-transport.ts'
import { StreamWriter } from './stream-writer.ts'
import type { ReadTransport, WriteTransport } from './transport.ts'

const connecting = coroutine(function* connectPipe<P extends Protocol>(
  makeProtocol: () => P,
  wire: PipeWire,
) {
  const protocol = makeProtocol()
  const transport = new StreamTransport(protocol, wire)
  try {
    // The transport calls connectionMade in the next iteration, before this goes on.
    yield
  } catch (error) {
    transport.abort()
    throw error
  }
  return [transport, protocol] as [StreamTransport, P]
})

/**
 * Reads from a pipe: a file descriptor, of which it becomes the owner, or a stream of Node's.
 * asyncio: `loop.connect_read_pipe`.
 */
export function connectReadPipe<P extends Protocol>(
  makeProtocol: () => P,
  pipe: number | Readable,
): Coroutine<[transport: ReadTransport, protocol: P]> {
  if (pipe instanceof Readable) {
    return connecting(makeProtocol, new PipeWire('pipe to read', { readable: pipe })) as Coroutine<
      [ReadTransport, P]
    >
  }
  const readable = new Socket({ fd: checkFd(pipe), readable: true, writable: false })
  return connecting(makeProtocol, new PipeWire(`pipe ${pipe}`, { readable })) as Coroutine<[ReadTransport, P]>
}

/** Writes to a pipe; see `connectReadPipe`. asyncio: `loop.connect_write_pipe`. */
export function connectWritePipe<P extends Protocol>(
  makeProtocol: () => P,
  pipe: number | Writable,
): Coroutine<[transport: WriteTransport, protocol: P]> {
  if (pipe instanceof Writable) {
    return connecting(makeProtocol, new PipeWire('pipe to write', { writable: pipe })) as Coroutine<
      [WriteTransport, P]
    >
  }
  const writable = new Socket({ fd: checkFd(pipe), readable: false, writable: true })
  return connecting(makeProtocol, new PipeWire(`pipe ${pipe}`, { writable })) as Coroutine<
    [WriteTransport, P]
  >
}

/**
 * The process's standard input and output as a reader and a writer. Closing the writer leaves both open for the rest of
 * the program.
 */
export function openStdio(options: { limit?: number | undefined } = {}): Coroutine<Connection> {
  if (options.limit !== undefined) checkLimit(options.limit)
  return opening(options)
}

const opening = coroutine(function* openStdio(options: { limit?: number | undefined }) {
  const reader = new StreamReader(options)
  const protocol = new StreamProtocol(reader)
  const wire = new PipeWire('standard input and output', {
    readable: process.stdin,
    writable: process.stdout,
    keepOpen: true,
  })
  const [transport] = yield* connecting(() => protocol, wire)
  return [reader, new StreamWriter(transport, protocol, reader)] as Connection
})

function checkFd(fd: unknown): number {
  if (typeof fd !== 'number') {
    throw new TypeError(`Expected a file descriptor or a stream of Node's, got ${describeValue(fd)}`)
  }
  if (!Number.isInteger(fd) || fd < 0)
    throw new RangeError(`Expected a file descriptor, 0 or more, got ${fd}`)
  return fd
}
