/**
 * The ready queue of a loop, and the items of queues and channels: first in, first out, over an array whose length is a
 * power of two.
 *
 * Every step of every task goes through here, so both ends cost one masked index and nothing is allocated until the
 * ring is full and doubles. It starts small, because most queues hold little. A slot is cleared as it is read, or the
 * ring would keep what it held last alive.
 */

const SMALLEST = 8
/** An array of this length is never made smaller. */
const KEPT = 64

export class Ring<T> {
  #slots: (T | undefined)[] = new Array(SMALLEST).fill(undefined)
  #mask = SMALLEST - 1
  #head = 0
  #length = 0

  get length(): number {
    return this.#length
  }

  push(item: T): void {
    if (this.#length > this.#mask) this.#resize(2 * this.#slots.length)
    this.#slots[(this.#head + this.#length++) & this.#mask] = item
  }

  /** Takes the oldest item. The ring must not be empty: the caller has looked at `length`. */
  shift(): T {
    const head = this.#head
    const item = this.#slots[head] as T
    this.#slots[head] = undefined
    this.#head = (head + 1) & this.#mask
    this.#length--
    return item
  }

  /** Like `shift`, and returns memory: quarters the array if it is an eighth full. For rings that live long. */
  shiftAndShrink(): T {
    const item = this.shift()
    const mask = this.#mask
    if (this.#length < mask >> 3 && mask > KEPT) this.#resize((mask + 1) >> 2)
    return item
  }

  /** Takes the item at `index`, 0 being the oldest; the others keep their order. For testing loops. */
  take(index: number): T {
    const mask = this.#mask
    const slots = this.#slots
    const item = slots[(this.#head + index) & mask] as T
    for (let i = index; i > 0; i--) slots[(this.#head + i) & mask] = slots[(this.#head + i - 1) & mask]
    slots[this.#head] = undefined
    this.#head = (this.#head + 1) & mask
    this.#length--
    return item
  }

  at(index: number): T | undefined {
    return index < this.#length ? this.#slots[(this.#head + index) & this.#mask] : undefined
  }

  clear(): void {
    this.#slots = new Array(SMALLEST).fill(undefined)
    this.#mask = SMALLEST - 1
    this.#head = 0
    this.#length = 0
  }

  #resize(size: number): void {
    const old = this.#slots
    const head = this.#head
    const mask = this.#mask
    const slots = new Array<T | undefined>(size)
    for (let i = 0; i < this.#length; i++) slots[i] = old[(head + i) & mask]
    this.#slots = slots
    this.#mask = size - 1
    this.#head = 0
  }
}
