/**
 * Numbers and texts as bytes, and back. What is read may be from anybody: each read has an end, and a number
 * that JavaScript cannot hold, or a text that is too long, is a BadBytes.
 */

/** The bytes are not what they should be. The message says what was expected. */
export class BadBytes extends Error {}

/** The most bytes of a text. */
export const MOST_TEXT_BYTES = 4096

const encoder = new TextEncoder()
const decoder = new TextDecoder()

export class ByteWriter {
  #bytes: Uint8Array<ArrayBuffer> = new Uint8Array(256)
  #size = 0

  get size(): number {
    return this.#size
  }

  /** A copy of what was written. */
  take(): Uint8Array<ArrayBuffer> {
    const taken = this.#bytes.slice(0, this.#size)
    this.#size = 0
    return taken
  }

  /** Moves all that was written behind what `target` has. */
  moveTo(target: ByteWriter): void {
    const size = this.#size
    target.#reserve(size)
    for (let at = 0; at < size; at++) target.#bytes[target.#size + at] = this.#bytes[at] as number
    target.#size += size
    this.#size = 0
  }

  byte(value: number): void {
    this.#reserve(1)
    this.#bytes[this.#size++] = value
  }

  /** A whole number from 0 to 2^53 in 1 to 8 bytes, seven bits each. */
  count(value: number): void {
    this.#reserve(8)
    let left = value
    while (left > 127) {
      this.#bytes[this.#size++] = (left % 128) | 128
      left = Math.floor(left / 128)
    }
    this.#bytes[this.#size++] = left
  }

  /** A whole number of either sign: small ones take one byte. */
  whole(value: number): void {
    this.count(value < 0 ? -2 * value - 1 : 2 * value)
  }

  float(value: number): void {
    this.#reserve(8)
    new DataView(this.#bytes.buffer).setFloat64(this.#size, value, true)
    this.#size += 8
  }

  text(value: string): void {
    const bytes = encoder.encode(value).subarray(0, MOST_TEXT_BYTES)
    this.count(bytes.length)
    this.bytes(bytes)
  }

  bytes(value: Uint8Array): void {
    this.#reserve(value.length)
    this.#bytes.set(value, this.#size)
    this.#size += value.length
  }

  #reserve(more: number): void {
    if (this.#size + more <= this.#bytes.length) return
    const larger = new Uint8Array(Math.max(2 * this.#bytes.length, this.#size + more))
    larger.set(this.#bytes)
    this.#bytes = larger
  }
}

export class ByteReader {
  readonly #bytes: Uint8Array
  readonly #view: DataView
  at = 0

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  }

  get left(): number {
    return this.#bytes.length - this.at
  }

  byte(): number {
    this.#need(1)
    return this.#bytes[this.at++] as number
  }

  uint32(): number {
    this.#need(4)
    const value = this.#view.getUint32(this.at, true)
    this.at += 4
    return value
  }

  count(): number {
    let value = 0
    let unit = 1
    for (let digits = 0; digits < 8; digits++) {
      const byte = this.byte()
      value += (byte & 127) * unit
      if (byte < 128) {
        if (value > Number.MAX_SAFE_INTEGER) break
        return value
      }
      unit *= 128
    }
    throw new BadBytes('Expected a number below 2^53')
  }

  whole(): number {
    const value = this.count()
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2
  }

  float(): number {
    this.#need(8)
    const value = this.#view.getFloat64(this.at, true)
    this.at += 8
    if (!Number.isFinite(value)) throw new BadBytes('Expected a finite number')
    return value
  }

  text(): string {
    const length = this.count()
    if (length > MOST_TEXT_BYTES) throw new BadBytes(`Expected a text of at most ${MOST_TEXT_BYTES} bytes`)
    return decoder.decode(this.bytes(length))
  }

  bytes(length: number): Uint8Array {
    this.#need(length)
    const found = this.#bytes.subarray(this.at, this.at + length)
    this.at += length
    return found
  }

  #need(more: number): void {
    if (more > this.left) throw new BadBytes(`Expected ${more} more bytes, got ${this.left}`)
  }
}
