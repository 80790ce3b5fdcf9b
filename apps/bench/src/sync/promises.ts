/**
 * The least that promise code can do: a semaphore, a queue and a rendezvous in a few lines each, without
 * cancellation, names or fairness towards late comers. The line is a linked list, because `shift()` of a long
 * array is slow.
 */

interface Waiter<T> {
  readonly resolve: (value: T) => void
  next: Waiter<T> | null
}

class Line<T> {
  #first: Waiter<T> | null = null
  #last: Waiter<T> | null = null

  wait(): Promise<T> {
    return new Promise((resolve) => {
      const waiter: Waiter<T> = { resolve, next: null }
      if (this.#last === null) this.#first = waiter
      else this.#last.next = waiter
      this.#last = waiter
    })
  }

  wake(value: T): boolean {
    const first = this.#first
    if (first === null) return false
    this.#first = first.next
    if (this.#first === null) this.#last = null
    first.resolve(value)
    return true
  }
}

export class PromiseSemaphore {
  #value: number
  readonly #line = new Line<void>()

  constructor(value: number) {
    this.#value = value
  }

  async acquire(): Promise<void> {
    if (this.#value > 0) this.#value--
    else await this.#line.wait()
  }

  release(): void {
    if (!this.#line.wake()) this.#value++
  }
}

export class PromiseQueue<T> {
  readonly #capacity: number
  #items: T[] = []
  #head = 0
  readonly #getters = new Line<T>()
  readonly #putters = new Line<void>()

  constructor(capacity: number) {
    this.#capacity = capacity
  }

  async put(item: T): Promise<void> {
    if (this.#getters.wake(item)) return
    while (this.#items.length - this.#head >= this.#capacity) await this.#putters.wait()
    if (!this.#getters.wake(item)) this.#items.push(item)
  }

  async get(): Promise<T> {
    if (this.#head === this.#items.length) return this.#getters.wait()
    const item = this.#items[this.#head++] as T
    if (this.#head === this.#items.length) {
      this.#items = []
      this.#head = 0
    }
    this.#putters.wake()
    return item
  }
}

/** Hands each item over in person. */
export class PromiseRendezvous<T> {
  readonly #getters = new Line<T>()
  readonly #putters = new Line<void>()

  async put(item: T): Promise<void> {
    while (!this.#getters.wake(item)) await this.#putters.wait()
  }

  get(): Promise<T> {
    const item = this.#getters.wait()
    this.#putters.wake()
    return item
  }
}
