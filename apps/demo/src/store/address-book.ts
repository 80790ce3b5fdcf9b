import { hash } from 'node:crypto'
import { Column } from './column.ts'

/**
 * Numbers addresses in the order in which they are first seen, without keeping them. 64 bits of a SHA-256
 * stand for an address. With its place in the table it takes some 16 bytes, however long it is.
 *
 * Two addresses with the same 64 bits would be taken for one, and the second would not be checked. The
 * probability for n addresses is n²/2⁶⁵: for a site of a million pages, 1 in 37 million.
 */
export class AddressBook {
  readonly #high = new Column(Uint32Array)
  readonly #low = new Column(Uint32Array)
  /** Open addressing: 0 is a free slot; any other value is the number of the address plus one. */
  #slots = new Uint32Array(128)
  #size = 0

  /** How many addresses were added. */
  get size(): number {
    return this.#size
  }

  /** The number of the address. A new address gets a new number. */
  add(url: string): number {
    const [high, low] = digest(url)
    const slot = this.#slotOf(high, low)
    if (this.#slots[slot] !== 0) return this.#slots[slot]! - 1
    const number = this.#size++
    this.#high.set(number, high)
    this.#low.set(number, low)
    this.#slots[slot] = number + 1
    // A fuller table would make searches long.
    if (4 * this.#size > 3 * this.#slots.length) this.#rehash()
    return number
  }

  find(url: string): number | undefined {
    const [high, low] = digest(url)
    const entry = this.#slots[this.#slotOf(high, low)]!
    return entry === 0 ? undefined : entry - 1
  }

  /** The slot of these bits, or the free slot where they belong. */
  #slotOf(high: number, low: number): number {
    const mask = this.#slots.length - 1
    for (let slot = low & mask; ; slot = (slot + 1) & mask) {
      const number = this.#slots[slot]! - 1
      if (number === -1 || (this.#low.get(number) === low && this.#high.get(number) === high)) return slot
    }
  }

  #rehash(): void {
    this.#slots = new Uint32Array(2 * this.#slots.length)
    for (let number = 0; number < this.#size; number++) {
      this.#slots[this.#slotOf(this.#high.get(number), this.#low.get(number))] = number + 1
    }
  }
}

/** Hashes into a string of bytes, which is several times faster than a Buffer. */
function digest(url: string): [high: number, low: number] {
  const bytes = hash('sha256', url, 'binary')
  return [uint32(bytes, 0), uint32(bytes, 4)]
}

function uint32(bytes: string, at: number): number {
  const upper = (bytes.charCodeAt(at) << 8) | bytes.charCodeAt(at + 1)
  return upper * 2 ** 16 + ((bytes.charCodeAt(at + 2) << 8) | bytes.charCodeAt(at + 3))
}
