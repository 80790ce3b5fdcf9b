/**
 * A transport and its protocol: the transport moves bytes and knows nothing of their meaning, the protocol is told what came.
 * One protocol object a connection, its methods plain callbacks, run by the loop.
 *
 *   connectionMade  ->  dataReceived*  ->  eofReceived?  ->  connectionLost
 *
 * Invariant: the calls come in this order, `connectionMade` and `connectionLost` exactly once. `pauseWriting` and
 * `resumeWriting` come in pairs, in between. To extend Protocol is to override what matters.
 *
 * Writing never waits: what the other side cannot take yet is buffered, and the protocol is told to pause when the
 * buffer passes the high water mark and to resume at the low one. Reading is paused and resumed by the protocol.
 */

import type { Socket } from 'node:net'
import type { PeerCertificate, TLSSocket } from 'node:tls'
import type { Address } from '../base/address.ts'

/** What `getExtraInfo` knows; which of it there is depends on the transport. */
export interface ExtraInfo {
  /** The other end. */
  peername: Address
  /** This end. */
  sockname: Address
  /** The platform's own socket: to look at, not to read from or write to. */
  socket: Socket
  tls: TLSSocket
  /** The protocol agreed on by ALPN. */
  alpnProtocol: string
  /** What the other side proved itself with. */
  peerCertificate: PeerCertificate
  cipher: { readonly name: string; readonly version: string }
  /** Where a pipe belongs to a child process. */
  pid: number
}

export interface BaseTransport {
  /** One of the facts of ExtraInfo; undefined where there is none. asyncio: `get_extra_info`. */
  getExtraInfo<K extends keyof ExtraInfo>(name: K): ExtraInfo[K] | undefined
  /** Closing, or closed already. */
  isClosing(): boolean
  /** Stops reading, sends what is buffered, then ends: `connectionLost(null)`. */
  close(): void
}

export interface WaterMarks {
  /** `pauseWriting` above this many bytes; 64 KiB unless given. */
  high?: number | undefined
  /** `resumeWriting` at this many or fewer; a quarter of `high` unless given. */
  low?: number | undefined
}

export interface ReadTransport extends BaseTransport {
  isReading(): boolean
  /** Not a byte is delivered until `resumeReading()`. Calling it again changes nothing. */
  pauseReading(): void
  resumeReading(): void
  getProtocol(): Protocol
  /** Hands the connection to another protocol; `connectionMade` is not called again. */
  setProtocol(protocol: Protocol): void
}

export interface WriteTransport extends BaseTransport {
  /** Buffers or sends `data`, without a copy: it must not be changed until it is sent. Dropped once closing. */
  write(data: Uint8Array): void
  writeLines(parts: Iterable<Uint8Array>): void
  canWriteEof(): boolean
  /** Says that nothing more will be sent; reading goes on. */
  writeEof(): void
  /** Drops what is buffered and ends at once. */
  abort(): void
  /** RangeError unless high >= low >= 0. asyncio: `set_write_buffer_limits`. */
  setWriteBufferLimits(limits?: WaterMarks): void
  getWriteBufferLimits(): { readonly high: number; readonly low: number }
  /** Bytes that were written and not sent yet. */
  getWriteBufferSize(): number
}

/** A connection. asyncio: `asyncio.Transport`. */
export interface Transport extends ReadTransport, WriteTransport {}

/** For a stream of bytes. asyncio: `asyncio.Protocol`. */
export class Protocol {
  connectionMade(_transport: Transport): void {}
  dataReceived(_data: Uint8Array): void {}
  /** The other side will send no more. True keeps the connection open for writing; otherwise it is closed. */
  eofReceived(): boolean | void {}
  /** The end: null where this side closed it or the other one finished, else what went wrong. */
  connectionLost(_error: Error | null): void {}
  /** The transport's buffer is above its high water mark: write no more for now. Called inside `write()`. */
  pauseWriting(): void {}
  resumeWriting(): void {}
}
