/**
 * The writing half of a connection. `write` never waits; `drain` does, while more is buffered than the transport likes.
 *
 * Where asyncio drops what is written after `close()` without a word, `write` throws: that is a mistake of the
 * program. Where the other side is gone it is none, and the next `drain()` says so.
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
  /** The error the connection ended with, or null; undefined while it lives. */
  readonly lost: { readonly error: Error | null } | undefined
  /** The error to throw when writing to a connection that is gone. */
  lostError(): Error
  readonly writingPaused: boolean
  /** Where drains wait until writing is resumed. */
  readonly drains: WaitQueue<void>
  /** Where the end is waited for. */
  readonly closings: WaitQueue<void>
  /** Was the connection accepted by a server? */
  readonly isServerSide: boolean
}

/** How to go on under TLS. */
export interface WriterTlsOptions {
  /** The side of the handshake this end takes; the server's where it was accepted by one, unless given. */
  side?: 'client' | 'server' | undefined
  /** Options of `tls.connect`, or of `tls.createServer`. */
  tls?: ConnectionOptions | TlsOptions | undefined
  /** The name to send and to check the certificate against. */
  servername?: string | undefined
  /** ms; 60000 unless given. */
  handshakeTimeout?: number | undefined
}

const startTlsKinds: OptionKinds = {
  side: ['client', 'server'],
  tls: 'object',
  servername: 'string',
  handshakeTimeout: checkTimeout,
}

/**
 * Writes to a connection or a pipe. `using` closes it at the end of the block. asyncio: `asyncio.StreamWriter`.
 */
export class StreamWriter implements Disposable {
  readonly transport: Transport
  readonly #protocol: WriterProtocol
  readonly #reader: StreamReader | null
  #closed = false
  /** Drains since the last one that waited. */
  #atOnce = 0

  constructor(transport: Transport, protocol: WriterProtocol, reader: StreamReader | null) {
    this.transport = transport
    this.#protocol = protocol
    this.#reader = reader
    if (transport instanceof StreamTransport && !transport._lent)
      watchWriter(this, transport, transport._known)
  }

  /** Sends bytes, or the UTF-8 of a string, without a copy: do not change them until they are drained. */
  write(data: Uint8Array | string): void {
    checkData(data)
    if (this.#closed) throw this.#afterClose()
    this.transport.write(bytesOf(data))
  }

  /** Sends all the parts, in one piece. */
  writeLines(parts: Iterable<Uint8Array | string>): void {
    if (this.#closed) throw this.#afterClose()
    if (typeof parts === 'string' || typeof parts?.[Symbol.iterator] !== 'function') {
      throw new TypeError(`Expected a list of bytes or strings to write, got ${describeValue(parts)}`)
    }
    this.transport.writeLines([...parts].map((part) => bytesOf(checkData(part))))
  }

  /**
   * Waits while more is buffered than the transport's high water mark: to be called after writing. Throws what broke the
   * connection, ConnectionResetError where it is closed. Cancelling it takes nothing back that was written.
   */
  drain(): Coroutine<void> {
    return new Drain(this.drain, this)
  }

  /** Sends what is buffered and closes; returns at once. */
  close(): void {
    this.#closed = true
    this.transport.close()
  }

  isClosing(): boolean {
    return this.transport.isClosing()
  }

  /** Waits for the end of the connection; throws what broke it. Cancelling it changes nothing. */
  waitClosed(): Coroutine<void> {
    return new WaitClosed(this.waitClosed, this.#protocol)
  }

  canWriteEof(): boolean {
    return this.transport.canWriteEof()
  }

  /** Says that nothing more will be sent; reading goes on. */
  writeEof(): void {
    this.transport.writeEof()
  }

  /** A fact about the connection: `peername`, `sockname`, `cipher` …; undefined where there is none. */
  getExtraInfo<K extends keyof ExtraInfo>(name: K): ExtraInfo[K] | undefined {
    return this.transport.getExtraInfo(name)
  }

  /**
   * Goes on under TLS, after what is buffered has been sent. Failed or cancelled, the connection is aborted.
   * asyncio: `start_tls`.
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
    // A writer in a loop must let the connection be lost, or it would never hear of it; and it must let the others run.
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

/** Shared: it holds no state. */
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
  // What is wrong with the options is said before anything is taken from the reader.
  const options = secureClient(clientTls(tls as ConnectionOptions, host))
  yield* transport.startTls({ side, tls: options, handshakeTimeout }, reader?._takeUnread() ?? [])
})
