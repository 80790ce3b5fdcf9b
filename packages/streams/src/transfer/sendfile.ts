/**
 * Sends a file over a connection, piece by piece, at the speed of the other side.
 *
 * asyncio lets the kernel do it if it can; otherwise it reads and writes itself, as its "fallback". Node has
 * no such system call, so only the fallback exists here. It reads at given positions: a FileHandle's own
 * position can be read but not set, so it is neither used nor moved. asyncio reports progress by that
 * position; here `onProgress` does.
 */

import type { FileHandle } from 'node:fs/promises'
import { type Coroutine, coroutine, RuntimeError, type Suspension } from '@acoro/core'
import { checkOptions, describeValue } from '@acoro/core/lowlevel'
import { formatAddress } from '../base/address.ts'
import { ConnectionResetError, SendfileNotAvailableError } from '../base/errors.ts'
import { StreamWriter } from '../stream/stream-writer.ts'
import { StreamTransport } from '../transport/stream-transport.ts'
import type { Transport } from '../transport/transport.ts'
import { isFileHandle, opened, waitFor } from './file.ts'
import { SendfileProtocol } from './sendfile-protocol.ts'

export interface SendfileOptions {
  /** Where in the file to begin, in bytes; 0 unless given. */
  offset?: number | undefined
  /** How many bytes to send at most; all to the end of the file unless given. */
  count?: number | undefined
  /** False refuses to read and write if the system has no call for it. On Node that is always. */
  fallback?: boolean | undefined
  /** Called after each piece with the number of bytes that were handed to the connection. */
  onProgress?: ((sent: number) => void) | undefined
}

/** The default water mark of a connection is the size of a piece. */
const PIECE = 65536

/**
 * Sends a file and returns how many bytes that were. The file is a path or an open FileHandle, which stays
 * open and keeps its position. What was written before goes first. The transport's protocol receives nothing
 * in the meantime. Throws FileNotFoundError and the like, RuntimeError if the connection is closing, and the
 * error that breaks it. If it is cancelled, a part has been sent, and no file is left open. asyncio:
 * `loop.sendfile`.
 *
 * @example
 * ```ts real-time
 * import { asyncWith, run } from '@acoro/core'
 * import { openConnection, sendfile, startServer } from '@acoro/streams'
 *
 * await run(function* main() {
 *   const server = yield* startServer(function* (_reader, writer) {
 *     yield* sendfile(writer, new URL(import.meta.url), { count: 6 })
 *   }, { host: '127.0.0.1', port: 0 })
 *   const answer = yield* asyncWith(openConnection(server.address), ([reader]) => reader.read())
 *   server.close()
 *   return answer.length
 * }) // => 6
 * ```
 */
export function sendfile(
  to: StreamWriter | Transport,
  file: string | URL | FileHandle,
  options: SendfileOptions = {},
): Coroutine<number> {
  if (!(to instanceof StreamWriter) && typeof to?.write !== 'function') {
    throw new TypeError(`Expected a StreamWriter or a Transport to send to, got ${describeValue(to)}`)
  }
  if (typeof file === 'string' && file.includes('\0')) {
    throw new RangeError(`Expected the path of a file to send, without NUL, got ${describeValue(file)}`)
  }
  if (typeof file !== 'string' && !(file instanceof URL) && !isFileHandle(file)) {
    throw new TypeError(`Expected a file to send, a path, a URL or a FileHandle, got ${describeValue(file)}`)
  }
  checkOptions(options, 'sendfile()')
  checkBytes('an offset', options.offset, 0)
  checkBytes('a count', options.count, 1)
  if (options.onProgress !== undefined && typeof options.onProgress !== 'function') {
    throw new TypeError(`Expected onProgress to be a function, got ${describeValue(options.onProgress)}`)
  }
  return sending(to, file, options)
}

type Sending = (
  to: StreamWriter | Transport,
  file: string | URL | FileHandle,
  options: SendfileOptions,
) => Coroutine<number>

const sending: Sending = coroutine(function* sendfile(
  to: StreamWriter | Transport,
  file: string | URL | FileHandle,
  options: SendfileOptions,
) {
  const transport = to instanceof StreamWriter ? to.transport : to
  if (transport.isClosing()) throw new RuntimeError('Transport is closing')
  if (options.fallback === false) {
    throw new SendfileNotAvailableError(
      'Node offers no sendfile system call: leave fallback out, to read and write the file',
    )
  }
  if (isFileHandle(file)) return yield* sendPieces(to, transport, file, options)
  const handle = yield* opened(file)
  try {
    return yield* sendPieces(to, transport, handle, options)
  } finally {
    // Waits for a read that is under way. The file is closed even if this wait is cancelled.
    yield* waitFor('close of a file', handle.close())
  }
})

function* sendPieces(
  to: StreamWriter | Transport,
  transport: Transport,
  handle: FileHandle,
  { offset = 0, count = Infinity, onProgress }: SendfileOptions,
): Generator<Suspension, number, unknown> {
  const outlet = to instanceof StreamWriter ? to : takeOver(transport)
  let sent = 0
  try {
    while (sent < count) {
      // New memory for each piece, because the transport does not copy.
      const piece = Buffer.allocUnsafeSlow(Math.min(PIECE, count - sent))
      const reading = handle.read(piece, 0, piece.length, offset + sent)
      const { bytesRead } = yield* waitFor('read of a file', reading)
      if (bytesRead === 0) break
      yield* outlet.drain()
      if (transport.isClosing()) throw closedUnderway(transport)
      outlet.write(piece.subarray(0, bytesRead))
      sent += bytesRead
      onProgress?.(sent)
    }
    return sent
  } finally {
    if (outlet instanceof SendfileProtocol) outlet.restore()
  }
}

function takeOver(transport: Transport): SendfileProtocol {
  if (transport instanceof StreamTransport) return new SendfileProtocol(transport)
  throw new RuntimeError(`sendfile is not supported for transport ${transport}`)
}

function closedUnderway(transport: Transport): Error {
  const peer = transport.getExtraInfo('peername')
  const address = peer === undefined ? undefined : formatAddress(peer)
  return new ConnectionResetError(`${transport} was closed while a file was being sent`, {
    code: 'ECONNRESET',
    address,
  })
}

function checkBytes(what: string, value: unknown, least: number): void {
  if (value === undefined) return
  if (typeof value !== 'number' || !Number.isInteger(value)) {
    throw new TypeError(`Expected ${what} in bytes, an integer, got ${describeValue(value)}`)
  }
  if (value < least) throw new RangeError(`Expected ${what} in bytes, ${least} or more, got ${value}`)
}
