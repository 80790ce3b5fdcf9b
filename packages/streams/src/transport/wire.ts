/**
 * What a StreamTransport stands on: bytes out, bytes in, an end. Node's sockets are one kind, a network in memory another.
 *
 * A wire has no notion of protocols, loops, water marks or order of calls: all of that is the transport's. It may
 * report from anywhere, outside the loop too.
 */

import type { ConnectionOptions, TlsOptions } from 'node:tls'
import type { Awaitable } from '@acoro/core'
import type { ExtraInfo } from './transport.ts'

/** What a wire tells its transport. */
export interface WireEvents {
  received(data: Uint8Array): void
  /** The other side will send no more. */
  ended(): void
  /** Some of what was buffered is gone. */
  flushed(): void
  /** All is over, both ways; the last thing a wire says. Null where it ended as it should. */
  closed(error: Error | null): void
}

/** How to go on under TLS: options of `tls.connect` on one side, of `tls.createServer` on the other. */
export type StartTlsOptions =
  | { readonly side: 'client'; readonly tls: ConnectionOptions; readonly handshakeTimeout: number }
  | { readonly side: 'server'; readonly tls: TlsOptions; readonly handshakeTimeout: number }

export interface Wire {
  /** For reports: `socket to 127.0.0.1:80`. */
  readonly what: string
  /** Can this end stop sending and go on receiving? */
  readonly canHalfClose: boolean
  /** Bytes written and not gone yet. */
  readonly buffered: number
  /** Reports come from outside the loop, in one turn of the platform for many wires: they enter it together. */
  readonly gathered?: boolean
  /** Not the program's to close: standard input, the pipes of a process that will be waited for. */
  readonly lent?: boolean
  /** Begins to report to `events`. */
  attach(events: WireEvents): void
  write(data: Uint8Array): void
  /** Sends what is buffered, then says that nothing more will come. */
  end(): void
  /** Sends what is buffered, then closes both ways. */
  closeSoon(): void
  /** Closes now. */
  destroy(): void
  pause(): void
  resume(): void
  info<K extends keyof ExtraInfo>(name: K): ExtraInfo[K] | undefined
  /** Gives the wire to use from now on, or throws and has closed this one. `unread` came too early. */
  startTls?(options: StartTlsOptions, unread: readonly Uint8Array[]): Awaitable<Wire>
}
