/** The last chunks of a recording, up to so many bytes. What is older is dropped, a chunk at a time. */

import type { Chunk } from '../../recording/chunk-writer.ts'

export class ChunkRing {
  readonly #most: number
  #chunks: Chunk[] = []
  #bytes = 0
  /** True if something was dropped. */
  isFull = false

  constructor(most: number) {
    this.#most = most
  }

  add(chunk: Chunk): void {
    this.#chunks.push(chunk)
    this.#bytes += chunk.bytes.length
    let gone = 0
    while (this.#bytes > this.#most && gone < this.#chunks.length - 1) {
      this.#bytes -= (this.#chunks[gone] as Chunk).bytes.length
      gone++
    }
    if (gone === 0) return
    this.isFull = true
    this.#chunks = this.#chunks.slice(gone)
  }

  get chunks(): readonly Chunk[] {
    return this.#chunks
  }

  get bytes(): number {
    return this.#bytes
  }
}
