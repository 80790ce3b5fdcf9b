/** Pipes, FIFOs, terminals and the process's own stdio, as transports or as reader and writer. */

import { Socket } from 'node:net'
import { Readable, Writable } from 'node:stream'
import { type Coroutine, coroutine } from '@acoro/core'
import { checkOptions, creationPlace, describeValue } from '@acoro/core/lowlevel'
import { checkFactory, checkProtocol } from '../base/options.ts'
import { toOSError } from '../base/to-os-error.ts'
import { rememberPlace } from '../base/unclosed.ts'
import type { Connection } from '../stream/open-connection.ts'
import { StreamProtocol } from '../stream/stream-protocol.ts'
import { checkLimit, StreamReader } from '../stream/stream-reader.ts'
import { StreamWriter } from '../stream/stream-writer.ts'
import { StreamTransport } from '../transport/stream-transport.ts'
import type { Protocol, ReadTransport, WriteTransport } from '../transport/transport.ts'
import { PipeWire } from './pipe-wire.ts'

const connecting = coroutine(function* connectPipe<P extends Protocol>(
  makeProtocol: () => P,
  wire: PipeWire,
  place?: string,
) {
  const protocol = checkProtocol(makeProtocol())
  rememberPlace(protocol, place)
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
 * Reads from a pipe: one of Node's streams, or a file descriptor, of which it becomes the owner. asyncio:
 * `loop.connect_read_pipe`.
 */
export function connectReadPipe<P extends Protocol>(
  makeProtocol: () => P,
  pipe: number | Readable,
): Coroutine<[transport: ReadTransport, protocol: P]> {
  checkFactory(makeProtocol)
  const place = creationPlace(connectReadPipe)
  const readable =
    pipe instanceof Readable ? pipe : socketOf(checkFd(pipe), { readable: true, writable: false })
  const wire = new PipeWire(pipe instanceof Readable ? 'pipe to read' : `pipe ${pipe}`, { readable })
  return connecting(makeProtocol, wire, place) as Coroutine<[ReadTransport, P]>
}

/**
 * Writes to a pipe: one of Node's streams, or a file descriptor, of which it becomes the owner. asyncio:
 * `loop.connect_write_pipe`.
 */
export function connectWritePipe<P extends Protocol>(
  makeProtocol: () => P,
  pipe: number | Writable,
): Coroutine<[transport: WriteTransport, protocol: P]> {
  checkFactory(makeProtocol)
  const place = creationPlace(connectWritePipe)
  const writable =
    pipe instanceof Writable ? pipe : socketOf(checkFd(pipe), { readable: false, writable: true })
  const wire = new PipeWire(pipe instanceof Writable ? 'pipe to write' : `pipe ${pipe}`, { writable })
  return connecting(makeProtocol, wire, place) as Coroutine<[WriteTransport, P]>
}

/**
 * The process's standard input and output as a reader and a writer. Closing the writer leaves both open for
 * the rest of the program.
 */
export function openStdio(options: { limit?: number | undefined } = {}): Coroutine<Connection> {
  checkOptions(options, 'openStdio()', { limit: checkLimit })
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

function socketOf(fd: number, ends: { readable: boolean; writable: boolean }): Socket {
  try {
    return new Socket({ fd, ...ends })
  } catch (error) {
    throw toOSError(error, `use file descriptor ${fd} as a pipe`)
  }
}
