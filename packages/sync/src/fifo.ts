/**
 * First in, first out, over an array whose length is a power of two: both ends cost one masked index.
 *
 * A slot is cleared as it is read, or the array would keep items alive that were handed out long ago. It grows by
 * doubling and starts small, because most queues hold little.
 */
export class Fifo<T> {
  #slots: (T | undefined)[] = new Array(8).fill(undefined)
  #mask = 7
  #head = 0
  #length = 0

  get length(): number {
    return this.#length
  }

  push(item: T): void {
    if (this.#length > this.#mask) this.#grow()
    this.#slots[(this.#head + this.#length++) & this.#mask] = item
  }

  /** Takes the oldest. It must not be empty: the caller has looked at `length`. */
  shift(): T {
    const head = this.#head
    const item = this.#slots[head] as T
    this.#slots[head] = undefined
    this.#head = (head + 1) & this.#mask
    this.#length--
    return item
  }

  /** The one at `index`, 0 being the oldest; it has to be there. */
  at(index: number): T {
    return this.#slots[(this.#head + index) & this.#mask] as T
  }

  clear(): void {
    this.#slots = new Array(8).fill(undefined)
    this.#mask = 7
    this.#head = 0
    this.#length = 0
  }

  #grow(): void {
    const old = this.#slots
    const slots = new Array<T | undefined>(old.length * 2).fill(undefined)
    for (let i = 0; i < old.length; i++) slots[i] = old[(this.#head + i) & this.#mask]
    this.#slots = slots
    this.#mask = slots.length - 1
    this.#head = 0
  }
}
