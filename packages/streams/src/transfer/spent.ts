/**
 * Chunks that were copied: as soon as they are sent, the socket they came from reads into their memory again.
 *
 * A gigabyte is 16,000 chunks of 64 KiB. New memory for each costs more than all the rest, because the
 * platform clears it and the processor has to fetch it.
 */

import type { StreamReader } from '../stream/stream-reader.ts'
import type { StreamWriter } from '../stream/stream-writer.ts'
import { StreamTransport } from '../transport/stream-transport.ts'

/** Smaller chunks are copies of what was read. */
const BLOCK = 16_384

export class Spent {
  readonly #origin: StreamReader['_origin']
  readonly #to: StreamTransport | null
  /** Written and perhaps not sent yet, oldest first. */
  readonly #chunks: Uint8Array[] = []
  /** All bytes of `#chunks`. */
  #bytes = 0

  constructor(reader: StreamReader, writer: StreamWriter) {
    this.#origin = reader._origin
    const { transport } = writer
    this.#to =
      transport instanceof StreamTransport && transport._wire.releasesSent === true ? transport : null
  }

  /** `chunk` was written. */
  add(chunk: Uint8Array): void {
    const wire = this.#origin?._wire
    if (chunk.length < BLOCK || wire?.reuse === undefined || this.#to === null) return
    this.#chunks.push(chunk)
    this.#bytes += chunk.length
    // What others write in between counts as if it came last, so nothing is taken for sent too early.
    const unsent = this.#to.getWriteBufferSize()
    while (this.#chunks.length > 0) {
      const [first] = this.#chunks as [Uint8Array]
      if (this.#bytes - first.length < unsent) return
      this.#chunks.shift()
      this.#bytes -= first.length
      wire.reuse(first)
    }
  }
}
