/**
 * The timers that wait, earliest first, and in order of registration where the times are equal.
 *
 * Most timers are timeouts that never fire. So cancelling one only counts it: it stays where it is until it
 * comes to the top, or until more than half of the heap is dead and all of them are swept out at once
 * (asyncio's rule). Four children a node, because a wide heap is shallow and touches less memory.
 */

/** What stands in the heap: a TimerHandle or the future of a sleep. */
export interface Timer {
  /** @internal */
  readonly _when: number
  /** @internal The order of registration while it stands in a heap, -1 otherwise. */
  _sequence: number
  /** @internal False once it was cancelled: then it only waits to be swept out. */
  _isLive(): boolean
}

const SWEEP_FROM = 100

export class TimerHeap<T extends Timer> {
  #heap: T[] = []
  #sequence = 0
  #dead = 0

  /** How many are still to fire. */
  get size(): number {
    return this.#heap.length - this.#dead
  }

  push(timer: T): void {
    timer._sequence = this.#sequence++
    this.#heap.push(timer)
    this.#up(this.#heap.length - 1)
  }

  /** The earliest live timer; the dead ones on top of it are dropped on the way. */
  peek(): T | undefined {
    const heap = this.#heap
    while (heap.length > 0) {
      const top = heap[0] as T
      if (top._isLive()) return top
      this.#dead--
      this.#removeTop()
    }
    return undefined
  }

  /** Takes the earliest live timer if it is due at `now`. */
  popDue(now: number): T | undefined {
    const top = this.peek()
    if (top === undefined || top._when > now) return undefined
    this.#removeTop()
    return top
  }

  /** To be called once for each timer that was cancelled; one that has left the heap already does not count. */
  noteCancelled(timer: T): void {
    if (timer._sequence === -1) return
    this.#dead++
    if (this.#heap.length > SWEEP_FROM && this.#dead * 2 > this.#heap.length) this.#sweep()
  }

  clear(): void {
    this.#heap = []
    this.#dead = 0
  }

  /** The live timers, in no particular order. */
  *[Symbol.iterator](): Generator<T> {
    for (const timer of this.#heap) if (timer._isLive()) yield timer
  }

  #sweep(): void {
    this.#heap = this.#heap.filter((timer) => timer._isLive())
    this.#dead = 0
    for (let i = (this.#heap.length - 2) >> 2; i >= 0; i--) this.#down(i)
  }

  #removeTop(): void {
    const top = this.#heap[0] as T
    top._sequence = -1
    const last = this.#heap.pop() as T
    if (this.#heap.length === 0) return
    this.#heap[0] = last
    this.#down(0)
  }

  #up(index: number): void {
    const heap = this.#heap
    const timer = heap[index] as T
    let at = index
    while (at > 0) {
      const parent = (at - 1) >> 2
      const other = heap[parent] as T
      if (!before(timer, other)) break
      heap[at] = other
      at = parent
    }
    heap[at] = timer
  }

  #down(index: number): void {
    const heap = this.#heap
    const length = heap.length
    const timer = heap[index] as T
    let at = index
    for (;;) {
      const first = at * 4 + 1
      if (first >= length) break
      let least = first
      for (let child = first + 1; child < first + 4 && child < length; child++) {
        if (before(heap[child] as T, heap[least] as T)) least = child
      }
      const other = heap[least] as T
      if (!before(other, timer)) break
      heap[at] = other
      at = least
    }
    heap[at] = timer
  }
}

function before(a: Timer, b: Timer): boolean {
  return a._when < b._when || (a._when === b._when && a._sequence < b._sequence)
}
