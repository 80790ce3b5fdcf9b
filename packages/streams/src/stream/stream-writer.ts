/**
 * The writing half of a connection. `write` never waits. `drain` waits while more is buffered than the
 * transport's high water mark.
 *
 * asyncio silently drops what is written after `close()`. Here `write` throws, because that is a mistake of
 * the program. If the other side is gone it is none, and the next `drain()` throws.
 */

import type { ConnectionOptions, TlsOptions } from 'node:tls'
import { isUint8Array } from 'node:util/types'
import { type Awaitable, type Coroutine, coroutine, RuntimeError, type Suspension, sleep } from '@acoro/core'
import {
  checkOptions,
  describeValue,
  Operation,
  type OptionKinds,
  Ready,
  type WaitQueue,
} from '@acoro/core/lowlevel'
import { formatAddress } from '../base/address.ts'
import { bytesOf } from '../base/byte-queue.ts'
import { BrokenPipeError } from '../base/errors.ts'
import { checkTimeout } from '../base/options.ts'
import { watchWriter } from '../base/unclosed.ts'
import { checkClientTls, checkServerTls, clientTls, TLS_HANDSHAKE_TIMEOUT } from '../network/tls-options.ts'
import { secureClient } from '../socket/tls.ts'
import { StreamTransport } from '../transport/stream-transport.ts'
import type { ExtraInfo, Transport } from '../transport/transport.ts'
import { READS_AT_ONCE } from './reading.ts'
import type { StreamReader } from './stream-reader.ts'

/** What a writer needs of its protocol. */
export interface WriterProtocol {
  /** Set once the connection is gone: the error it ended with, or null. */
  readonly lost: { readonly error: Error | null } | undefined
  /** The error to throw when writing to a connection that is gone. */
  lostError(): Error
  readonly writingPaused: boolean
  /** Drains wait here until writing is resumed. */
  readonly drains: WaitQueue<void>
  /** Tasks wait here for the end of the connection. */
  readonly closings: WaitQueue<void>
  /** Was the connection accepted by a server? */
  readonly isServerSide: boolean
}

/** How to continue under TLS. */
export interface WriterTlsOptions {
  /**
   * Which side of the handshake this end takes. Unless given, the server's if a server accepted the
   * connection.
   */
  side?: 'client' | 'server' | undefined
  /** Options of `tls.connect`, or of `tls.createServer`. */
  tls?: ConnectionOptions | TlsOptions | undefined
  /** The name to send, and to check the certificate against. */
  servername?: string | undefined
  /** Timeout of the handshake, ms; 60000 unless given. */
  handshakeTimeout?: number | undefined
}

const startTlsKinds: OptionKinds = {
  side: ['client', 'server'],
  tls: 'object',
  servername: 'string',
  handshakeTimeout: checkTimeout,
}

/**
 * Writes to a connection or a pipe. `using` closes it at the end of the block. asyncio:
 * `asyncio.StreamWriter`.
 */
export class StreamWriter implements Disposable {
  readonly transport: Transport
  readonly #protocol: WriterProtocol
  readonly #reader: StreamReader | null
  #closed = false
  /** How many drains there were since the last one that waited. */
  #atOnce = 0

  constructor(transport: Transport, protocol: WriterProtocol, reader: StreamReader | null) {
    this.transport = transport
    this.#protocol = protocol
    this.#reader = reader
    if (transport instanceof StreamTransport && transport._wire.lent !== true)
      watchWriter(this, transport, transport._known)
  }

  /**
   * Sends bytes, or the UTF-8 of a string. Bytes are not copied: do not change them until they are drained.
   */
  write(data: Uint8Array | string): void {
    checkData(data)
    if (this.#closed) throw this.#afterClose()
    this.transport.write(bytesOf(data))
  }

  /** Sends all the parts in one piece. */
  writeLines(parts: Iterable<Uint8Array | string>): void {
    if (this.#closed) throw this.#afterClose()
    if (typeof parts === 'string' || typeof parts?.[Symbol.iterator] !== 'function') {
      throw new TypeError(`Expected a list of bytes or strings to write, got ${describeValue(parts)}`)
    }
    this.transport.writeLines([...parts].map((part) => bytesOf(checkData(part))))
  }

  /**
   * Waits while more is buffered than the transport's high water mark. Call it after writing. Throws the
   * error that broke the connection, and ConnectionResetError if it is closed. Cancelling it does not take
   * back what was written.
   */
  drain(): Coroutine<void> {
    return new Drain(this.drain, this)
  }

  /** Sends what is buffered, then closes. Returns at once. */
  close(): void {
    this.#closed = true
    this.transport.close()
  }

  isClosing(): boolean {
    return this.transport.isClosing()
  }

  /**
   * Waits for the end of the connection, and throws the error that broke it. Cancelling it changes nothing.
   */
  waitClosed(): Coroutine<void> {
    return new WaitClosed(this.waitClosed, this.#protocol)
  }

  canWriteEof(): boolean {
    return this.transport.canWriteEof()
  }

  /** Tells the other side that nothing more will be sent. Reading goes on. */
  writeEof(): void {
    this.transport.writeEof()
  }

  /**
   * A fact about the connection, such as `peername`, `sockname` or `cipher`; undefined if it is not known.
   */
  getExtraInfo<K extends keyof ExtraInfo>(name: K): ExtraInfo[K] | undefined {
    return this.transport.getExtraInfo(name)
  }

  /**
   * Continues under TLS, after what is buffered has been sent. If it fails or is cancelled, the connection is
   * aborted. asyncio: `start_tls`.
   */
  startTls(options: WriterTlsOptions = {}): Coroutine<void> {
    checkOptions(options, 'startTls()', startTlsKinds)
    const side = options.side ?? (this.#protocol.isServerSide ? 'server' : 'client')
    const tls = options.tls ?? {}
    if (side === 'server') checkServerTls(tls, 'the option tls of startTls()')
    else checkClientTls(tls, 'the option tls of startTls()')
    return startTls(this.transport, this.#reader, this.drain(), { ...options, side, tls })
  }

  [Symbol.dispose](): void {
    this.close()
  }

  toString(): string {
    return `<StreamWriter transport=${this.transport}>`
  }

  /** @internal What a drain has to wait for; null if nothing. */
  _drain(): Awaitable<void> | null {
    const error = this.#reader?.exception()
    if (error !== undefined) throw error
    if (this.#protocol.lost !== undefined) throw this.#protocol.lostError()
    if (this.#protocol.writingPaused) {
      this.#atOnce = 0
      return this.#protocol.drains.park()
    }
    // A writer in a loop has to let the loop report the end of the connection, and has to let the other tasks
    // run.
    if (!this.transport.isClosing() && ++this.#atOnce <= READS_AT_ONCE) return null
    this.#atOnce = 0
    return sleep(0)
  }

  #afterClose(): BrokenPipeError {
    const peer = this.getExtraInfo('peername')
    const address = peer === undefined ? undefined : formatAddress(peer)
    return new BrokenPipeError(
      `Cannot write to ${address ?? 'this pipe'} after close(): write first, or do not close it yet`,
      { code: 'EPIPE', address },
    )
  }
}

function checkData<T extends Uint8Array | string>(data: T): T {
  if (typeof data === 'string' || isUint8Array(data)) return data
  throw new TypeError(`Expected bytes (a Uint8Array) or a string to write, got ${describeValue(data)}`)
}

/** Shared, because it holds no state. */
const NOTHING: Ready<void> = new Ready<void>(undefined)

class Drain extends Operation<void> {
  readonly #writer: StreamWriter

  constructor(source: { name: string }, writer: StreamWriter) {
    super(source)
    this.#writer = writer
  }

  start(): Iterator<Suspension, void, unknown> {
    const wait = this.#writer._drain()
    return wait === null ? NOTHING : wait[Symbol.iterator]()
  }
}

class WaitClosed extends Operation<void> {
  readonly #protocol: WriterProtocol

  constructor(source: { name: string }, protocol: WriterProtocol) {
    super(source)
    this.#protocol = protocol
  }

  start(): Iterator<Suspension, void, unknown> {
    const { lost, closings } = this.#protocol
    if (lost === undefined) return closings.park()
    if (lost.error !== null) throw lost.error
    return NOTHING
  }
}

type Upgrade = WriterTlsOptions & {
  side: 'client' | 'server'
  tls: ConnectionOptions | TlsOptions
}

type StartTls = (
  transport: Transport,
  reader: StreamReader | null,
  drain: Coroutine<void>,
  options: Upgrade,
) => Coroutine<void>

const startTls: StartTls = coroutine(function* startTls(
  transport: Transport,
  reader: StreamReader | null,
  drain: Coroutine<void>,
  { side, tls, servername, handshakeTimeout = TLS_HANDSHAKE_TIMEOUT }: Upgrade,
) {
  yield* drain
  if (!(transport instanceof StreamTransport)) throw new RuntimeError(`Cannot start TLS on ${transport}`)
  if (side === 'server') {
    const unread = reader?._takeUnread() ?? []
    yield* transport.startTls({ side, tls: tls as TlsOptions, handshakeTimeout }, unread)
    return
  }
  const host = servername ?? transport.getExtraInfo('peername')?.host
  // Mistakes in the options are thrown before anything is taken from the reader.
  const options = secureClient(clientTls(tls as ConnectionOptions, host))
  yield* transport.startTls({ side, tls: options, handshakeTimeout }, reader?._takeUnread() ?? [])
})
