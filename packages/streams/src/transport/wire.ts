/**
 * What a StreamTransport is built on: bytes out, bytes in, an end. Node's sockets are one kind, a network in
 * memory is another.
 *
 * A wire knows nothing of protocols, loops, water marks or the order of calls: that is the transport's work.
 * It may report at any time, also outside the loop.
 */

import type { ConnectionOptions, TlsOptions } from 'node:tls'
import type { Awaitable } from '@acoro/core'
import type { ExtraInfo } from './transport.ts'

/** What a wire reports to its transport. */
export interface WireEvents {
  received(data: Uint8Array): void
  /** The other side will send no more. */
  ended(): void
  /** Some of what was buffered has been sent. */
  flushed(): void
  /** Both directions are over. The last report of a wire; null if nothing went wrong. */
  closed(error: Error | null): void
}

/** How to continue under TLS: options of `tls.connect` on one side, of `tls.createServer` on the other. */
export type StartTlsOptions =
  | { readonly side: 'client'; readonly tls: ConnectionOptions; readonly handshakeTimeout: number }
  | { readonly side: 'server'; readonly tls: TlsOptions; readonly handshakeTimeout: number }

export interface Wire {
  /** For reports: `connection with 127.0.0.1:80`. */
  readonly what: string
  /** Can this end stop sending and go on receiving? */
  readonly canHalfClose: boolean
  /** Bytes that were written and not sent yet. */
  readonly buffered: number
  /**
   * True if reports come from outside the loop, from many wires in one turn of the platform. They then enter
   * the loop together.
   */
  readonly gathered?: boolean
  /**
   * True if the program need not close it: standard input, or the pipes of a process that will be waited for.
   */
  readonly lent?: boolean
  /** True if bytes that `buffered` no longer counts may be overwritten: they are with the platform. */
  readonly releasesSent?: boolean
  /** Starts to report to `events`. */
  attach(events: WireEvents): void
  write(data: Uint8Array): void
  /** Sends what is buffered, then tells the other side that nothing more will come. */
  end(): void
  /** Sends what is buffered, then closes both ways. */
  closeSoon(): void
  /** Closes at once. */
  destroy(): void
  pause(): void
  resume(): void
  /** Nobody looks at `chunk` any more, which this wire received: it may read into its memory. */
  reuse?(chunk: Uint8Array): void
  info<K extends keyof ExtraInfo>(name: K): ExtraInfo[K] | undefined
  /** Returns the wire to use from now on. Throws after it has closed this one. `unread` arrived too early. */
  startTls?(options: StartTlsOptions, unread: readonly Uint8Array[]): Awaitable<Wire>
}
