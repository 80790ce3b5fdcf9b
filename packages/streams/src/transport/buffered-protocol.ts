/** A protocol that brings its own memory: bytes are copied to where it says. */

import { Protocol } from './transport.ts'

/** For a stream of bytes, with memory of its own. asyncio: `asyncio.BufferedProtocol`. */
export abstract class BufferedProtocol extends Protocol {
  /** Returns where the next bytes go. `sizeHint` is how many there are. Must not be empty. */
  abstract getBuffer(sizeHint: number): Uint8Array
  /** The first `count` bytes of that buffer were written. */
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
