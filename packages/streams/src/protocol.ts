/**
 * Protocols: what transports call. One object a connection, its methods plain callbacks, run by the loop.
 *
 *   connectionMade  ->  dataReceived*  ->  eofReceived?  ->  connectionLost
 *
 * Invariant: the calls come in this order, `connectionMade` and `connectionLost` exactly once. `pauseWriting` and
 * `resumeWriting` come in pairs, in between. To extend one of these classes is to override what matters.
 */

import type { Address } from './address.ts'
import type { DatagramTransport, SubprocessTransport, Transport } from './transport.ts'

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

/** One that brings its own memory: bytes are copied to where it says. asyncio: `asyncio.BufferedProtocol`. */
export abstract class BufferedProtocol extends Protocol {
  /** Where the next bytes go; `sizeHint` is how many there are. Must not be empty. */
  abstract getBuffer(sizeHint: number): Uint8Array
  /** The first `count` bytes of it were written. */
  abstract bufferUpdated(count: number): void

  override dataReceived(data: Uint8Array): void {
    for (let taken = 0; taken < data.length; ) {
      const buffer = this.getBuffer(data.length - taken)
      if (buffer.length === 0) throw new RangeError('getBuffer() returned an empty buffer')
      const count = Math.min(buffer.length, data.length - taken)
      buffer.set(data.subarray(taken, taken + count))
      taken += count
      this.bufferUpdated(count)
    }
  }
}

/** For packets. asyncio: `asyncio.DatagramProtocol`. */
export class DatagramProtocol {
  connectionMade(_transport: DatagramTransport): void {}
  datagramReceived(_data: Uint8Array, _from: Address): void {}
  /** One packet could not be sent, or the other side said that nobody is there; the socket stays open. */
  errorReceived(_error: Error): void {}
  connectionLost(_error: Error | null): void {}
  pauseWriting(): void {}
  resumeWriting(): void {}
}

/** For a child process: `fd` is 0, 1 or 2. asyncio: `asyncio.SubprocessProtocol`. */
export class SubprocessProtocol {
  connectionMade(_transport: SubprocessTransport): void {}
  pipeDataReceived(_fd: number, _data: Uint8Array): void {}
  pipeConnectionLost(_fd: number, _error: Error | null): void {}
  /** The process has ended; its pipes may still hold data. */
  processExited(): void {}
  connectionLost(_error: Error | null): void {}
  /** For its standard input, as in Protocol. */
  pauseWriting(): void {}
  resumeWriting(): void {}
}
