/**
 * The bytes a reader holds: chunks as they came, joined only if they are needed in one piece.
 *
 * Most reads want what one chunk holds, and get a view of it without a copy. A search over several chunks
 * joins them into memory with room to spare, so a line that comes byte by byte is copied a constant number of
 * times, not once for each byte. Small chunks are copied together when they come, because each Buffer costs a
 * hundred bytes of its own. Views that were handed out stay valid: memory behind them is written only past
 * their end.
 */

const EMPTY: Buffer = Buffer.alloc(0)
/** A chunk below this size is copied into the memory of those before it. */
const SMALL = 512
/** The memory for small chunks at first and at most; it doubles. */
const FIRST_PACK = 1024
const LARGEST_PACK = 65_536

export class ByteQueue {
  /** The first bytes, in one piece. */
  #head: Buffer = EMPTY
  /** Bytes behind `#head` in the same memory that may be written to. */
  #spare = 0
  /** The chunks behind `#head`, from `#first` on. */
  #tail: Buffer[] = []
  #first = 0
  /** Bytes behind the last chunk in the same memory that may be written to. */
  #tailSpare = 0
  #length = 0
  #dropped = 0

  get length(): number {
    return this.#length
  }

  /** How many bytes were taken or dropped so far. If it has not changed, the front is still the same. */
  get dropped(): number {
    return this.#dropped
  }

  /** How many bytes can be taken without a copy. */
  get firstLength(): number {
    return this.#head.length
  }

  /** All there is, in one piece. */
  peek(): Buffer {
    if (this.#first < this.#tail.length) this.#join()
    return this.#head
  }

  append(data: Uint8Array): void {
    const chunk = asBuffer(data)
    if (chunk.length === 0) return
    if (this.#length === 0) {
      this.#head = chunk
      this.#spare = 0
    } else if (chunk.length < SMALL) this.#pack(chunk)
    else {
      this.#tail.push(chunk)
      this.#tailSpare = 0
    }
    this.#length += chunk.length
  }

  /** Takes `count` bytes off the front. There have to be that many. */
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
    this.#dropped += count
    while (left >= this.#head.length && this.#head.length > 0) {
      left -= this.#head.length
      this.#shift()
    }
    if (left > 0) this.#head = this.#head.subarray(left)
  }

  /** Where `pattern` begins between `from` and `to`; -1 if it is not there. */
  indexOf(pattern: Uint8Array, from: number, to: number = this.#length): number {
    const bytes = this.peek()
    return (to < bytes.length ? bytes.subarray(0, to) : bytes).indexOf(pattern, from)
  }

  startsWith(pattern: Uint8Array, offset: number): boolean {
    return this.peek()
      .subarray(offset, offset + pattern.length)
      .equals(pattern)
  }

  /** The next chunk becomes the head. */
  #shift(): void {
    const tail = this.#tail
    this.#spare = 0
    if (this.#first === tail.length) {
      this.#head = EMPTY
      return
    }
    this.#head = tail[this.#first]!
    tail[this.#first++] = EMPTY
    if (this.#first === tail.length) {
      this.#spare = this.#tailSpare
      this.#clearTail()
    } else if (this.#first > 64 && this.#first * 2 > tail.length) {
      this.#tail = tail.slice(this.#first)
      this.#first = 0
    }
  }

  #clearTail(): void {
    this.#tail = []
    this.#first = 0
    this.#tailSpare = 0
  }

  /** Copies a small chunk behind the last one, or into new memory with room for the next ones. */
  #pack(chunk: Buffer): void {
    const tail = this.#tail
    const isHead = this.#first === tail.length
    const last = isHead ? this.#head : tail[tail.length - 1]!
    const spare = isHead ? this.#spare : this.#tailSpare
    if (chunk.length <= spare) {
      const longer = Buffer.from(last.buffer, last.byteOffset, last.length + chunk.length)
      longer.set(chunk, last.length)
      if (isHead) {
        this.#head = longer
        this.#spare -= chunk.length
      } else {
        tail[tail.length - 1] = longer
        this.#tailSpare -= chunk.length
      }
      return
    }
    const memory = Buffer.allocUnsafeSlow(Math.max(FIRST_PACK, Math.min(LARGEST_PACK, 2 * this.#length)))
    memory.set(chunk)
    tail.push(memory.subarray(0, chunk.length))
    this.#tailSpare = memory.length - chunk.length
  }

  #takeAll(): Buffer {
    const all = Buffer.concat([this.#head, ...this.#chunks()], this.#length)
    this.#dropped += this.#length
    this.#head = EMPTY
    this.#spare = 0
    this.#clearTail()
    this.#length = 0
    return all
  }

  #chunks(): Buffer[] {
    return this.#first === 0 ? this.#tail : this.#tail.slice(this.#first)
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
    for (const chunk of this.#chunks()) {
      this.#head.set(chunk, at)
      at += chunk.length
    }
    this.#clearTail()
  }
}

/** The same memory as a Node Buffer, which can search. */
export function asBuffer(data: Uint8Array): Buffer {
  return Buffer.isBuffer(data) ? data : Buffer.from(data.buffer, data.byteOffset, data.byteLength)
}

/** Bytes, or the UTF-8 of a string. */
export function bytesOf(data: Uint8Array | string): Uint8Array {
  return typeof data === 'string' ? Buffer.from(data) : data
}
