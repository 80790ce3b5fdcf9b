/**
 * A first in, first out queue over an array whose length is a power of two. The ready queue of a loop is one,
 * and queues and channels keep their items in one.
 *
 * Every step of every task goes through the ready queue. So both ends cost one masked index, and nothing is
 * allocated until the ring is full and doubles. It starts small, because most queues hold little. A slot is
 * cleared as it is read, or the ring would keep the item alive.
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

  /** Takes the oldest item. The ring must not be empty: the caller has checked `length`. */
  shift(): T {
    const head = this.#head
    const item = this.#slots[head] as T
    this.#slots[head] = undefined
    this.#head = (head + 1) & this.#mask
    this.#length--
    return item
  }

  /**
   * As `shift`, but returns memory: an array that is less than an eighth full shrinks to a quarter. For
   * long-lived rings.
   */
  shiftAndShrink(): T {
    const item = this.shift()
    const mask = this.#mask
    if (this.#length < mask >> 3 && mask > KEPT) this.#resize((mask + 1) >> 2)
    return item
  }

  /** Takes the item at `index`, where 0 is the oldest. The others keep their order. For testing loops. */
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
