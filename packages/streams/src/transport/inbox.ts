/**
 * Chunks that a wire has delivered and that the protocol has not been told about yet.
 *
 * A socket brings up to 32 chunks before anything else runs, and more while the loop is busy. So the inbox
 * weighs what waits in it, and the transport pauses its wire while the inbox is crowded.
 */

/** From this weight on the wire is paused: two reads of a socket. */
const CROWDED = 131_072
/** What a chunk costs beside its bytes. */
const OVERHEAD = 128

export class Inbox {
  /** The chunks, from `#next` on; null if nothing waits, which is most of the time. */
  #chunks: Uint8Array[] | null = null
  #next = 0
  #weight = 0

  get isEmpty(): boolean {
    return this.#chunks === null
  }

  get isCrowded(): boolean {
    return this.#weight >= CROWDED
  }

  push(data: Uint8Array): void {
    if (this.#chunks === null) this.#chunks = [data]
    else this.#chunks.push(data)
    this.#weight += data.length + OVERHEAD
  }

  /** The oldest chunk; undefined if nothing waits. */
  take(): Uint8Array | undefined {
    if (this.#chunks === null) return undefined
    const data = this.#chunks[this.#next++]!
    this.#weight -= data.length + OVERHEAD
    if (this.#next === this.#chunks.length) this.clear()
    return data
  }

  /** Removes and returns all that waits. */
  takeAll(): Uint8Array[] {
    const all = this.#chunks?.slice(this.#next) ?? []
    this.clear()
    return all
  }

  clear(): void {
    this.#chunks = null
    this.#next = 0
    this.#weight = 0
  }
}
