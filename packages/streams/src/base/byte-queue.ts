/**
 * The bytes a reader holds: chunks as they came, joined only where somebody has to see them in one piece.
 *
 * Most reads want what one chunk holds, and get a view of it, without a copy. A search over several chunks
 * joins them into memory with room to spare, so that a line coming byte by byte is copied a constant number of times,
 * not once for each byte. Views handed out stay valid: memory behind them is written only past their end.
 */

const EMPTY: Buffer = Buffer.alloc(0)

export class ByteQueue {
  /** The first bytes, in one piece. */
  #head: Buffer = EMPTY
  /** Bytes behind `#head` in memory that are ours to write to. */
  #spare = 0
  #tail: Buffer[] = []
  #length = 0

  get length(): number {
    return this.#length
  }

  /** How many bytes can be taken without a copy. */
  get firstLength(): number {
    return this.#head.length
  }

  /** All there is, in one piece. */
  peek(): Buffer {
    if (this.#tail.length > 0) this.#join()
    return this.#head
  }

  append(data: Uint8Array): void {
    const chunk = asBuffer(data)
    if (chunk.length === 0) return
    if (this.#length === 0) {
      this.#head = chunk
      this.#spare = 0
    } else this.#tail.push(chunk)
    this.#length += chunk.length
  }

  /** Takes `count` bytes off the front; there have to be as many. */
  take(count: number): Buffer {
    if (count > this.#head.length) {
      if (count === this.#length) return this.#takeAll()
      this.#join()
    }
    const head = this.#head
    const taken = count === head.length ? head : head.subarray(0, count)
    this.drop(count)
    return taken
  }

  drop(count: number): void {
    let left = count
    this.#length -= count
    while (left >= this.#head.length && this.#head.length > 0) {
      left -= this.#head.length
      this.#head = this.#tail.shift() ?? EMPTY
      this.#spare = 0
    }
    if (left > 0) this.#head = this.#head.subarray(left)
  }

  /** Where `pattern` begins, looked for from `offset` on; -1 where it is not. */
  indexOf(pattern: Uint8Array, offset: number): number {
    return this.peek().indexOf(pattern, offset)
  }

  startsWith(pattern: Uint8Array, offset: number): boolean {
    return this.peek()
      .subarray(offset, offset + pattern.length)
      .equals(pattern)
  }

  #takeAll(): Buffer {
    const all = Buffer.concat([this.#head, ...this.#tail], this.#length)
    this.#head = EMPTY
    this.#tail = []
    this.#length = 0
    return all
  }

  #join(): void {
    const more = this.#length - this.#head.length
    const start = this.#head.length
    if (more > this.#spare) {
      const memory = Buffer.allocUnsafeSlow(this.#length * 2)
      memory.set(this.#head)
      this.#head = memory.subarray(0, this.#length)
      this.#spare = this.#length
    } else {
      this.#head = Buffer.from(this.#head.buffer, this.#head.byteOffset, this.#length)
      this.#spare -= more
    }
    let at = start
    for (const chunk of this.#tail) {
      this.#head.set(chunk, at)
      at += chunk.length
    }
    this.#tail = []
  }
}

/** The same memory, seen as Node's Buffer, which can search. */
export function asBuffer(data: Uint8Array): Buffer {
  return Buffer.isBuffer(data) ? data : Buffer.from(data.buffer, data.byteOffset, data.byteLength)
}

/** Bytes, or the UTF-8 of a string. */
export function bytesOf(data: Uint8Array | string): Uint8Array {
  return typeof data === 'string' ? Buffer.from(data) : data
}
