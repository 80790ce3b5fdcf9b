/**
 * A transport and its protocol. The transport moves bytes and knows nothing of their meaning. The protocol is
 * told what arrived: one object per connection, with plain methods that the loop calls.
 *
 *   connectionMade  ->  dataReceived*  ->  eofReceived?  ->  connectionLost
 *
 * Invariant: the calls come in this order, `connectionMade` and `connectionLost` exactly once. `pauseWriting`
 * and `resumeWriting` come in pairs between them.
 *
 * Writing never waits. What the other side cannot take yet is buffered. The protocol is told to pause when
 * the buffer passes the high water mark, and to resume at the low one. The protocol pauses and resumes
 * reading.
 */

import type { Socket } from 'node:net'
import type { PeerCertificate, TLSSocket } from 'node:tls'
import type { Address } from '../base/address.ts'

/** What `getExtraInfo` knows. Which facts there are depends on the transport. */
export interface ExtraInfo {
  /** The other end. */
  peername: Address
  /** This end. */
  sockname: Address
  /** The platform's own socket: to inspect, not to read from or write to. */
  socket: Socket
  tls: TLSSocket
  /** The protocol that was agreed on by ALPN. */
  alpnProtocol: string
  /** The certificate of the other side. */
  peerCertificate: PeerCertificate
  cipher: { readonly name: string; readonly version: string }
  /** The process, if this is a pipe of a child process. */
  pid: number
}

export interface BaseTransport {
  /** One of the facts of ExtraInfo; undefined if it is not known. asyncio: `get_extra_info`. */
  getExtraInfo<K extends keyof ExtraInfo>(name: K): ExtraInfo[K] | undefined
  /** Is it closing or closed? */
  isClosing(): boolean
  /** Stops reading, sends what is buffered, then ends with `connectionLost(null)`. */
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
  /** Delivers nothing until `resumeReading()`. Calling it again changes nothing. */
  pauseReading(): void
  resumeReading(): void
  getProtocol(): Protocol
  /** Replaces the protocol. `connectionMade` is not called again. */
  setProtocol(protocol: Protocol): void
}

export interface WriteTransport extends BaseTransport {
  /**
   * Sends or buffers `data` without a copy: do not change it until it is sent. Dropped once the transport is
   * closing.
   */
  write(data: Uint8Array): void
  writeLines(parts: Iterable<Uint8Array>): void
  canWriteEof(): boolean
  /** Tells the other side that nothing more will be sent. Reading goes on. */
  writeEof(): void
  /** Drops what is buffered and ends at once. */
  abort(): void
  /** Sets the water marks. RangeError unless high >= low >= 0. asyncio: `set_write_buffer_limits`. */
  setWriteBufferLimits(limits?: WaterMarks): void
  getWriteBufferLimits(): { readonly high: number; readonly low: number }
  /** How many bytes were written and not sent yet. */
  getWriteBufferSize(): number
}

/** A connection. asyncio: `asyncio.Transport`. */
export interface Transport extends ReadTransport, WriteTransport {}

/** For a stream of bytes: override what matters. asyncio: `asyncio.Protocol`. */
export class Protocol {
  connectionMade(_transport: Transport): void {}
  dataReceived(_data: Uint8Array): void {}
  /**
   * The other side will send no more. Return true to keep the connection open for writing; otherwise it is
   * closed.
   */
  eofReceived(): boolean | void {}
  /**
   * The connection has ended: null if this side closed it or the other side finished, else what went wrong.
   */
  connectionLost(_error: Error | null): void {}
  /** The buffer is above the high water mark: stop writing for now. Called inside `write()`. */
  pauseWriting(): void {}
  resumeWriting(): void {}
}
