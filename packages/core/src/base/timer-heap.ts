/**
 * The waiting timers, earliest first. Timers with equal times keep the order of registration.
 *
 * Most timers are timeouts that never fire. So cancelling one only counts it, and it stays in the heap until
 * it comes to the top. Once more than half of the heap is dead, all dead timers are swept out at once
 * (asyncio's rule). A node has four children, because a wide heap is shallow. The times lie in an array of
 * their own, because following a pointer to each timer would cost a cache miss each.
 */

/** An entry of the heap: a TimerHandle or the future of a sleep. */
export interface Timer {
  /** @internal */
  readonly _when: number
  /** @internal The order of registration while it is in a heap, -1 otherwise. */
  _sequence: number
  /** @internal False once it was cancelled: then it only waits to be swept out. */
  _isLive(): boolean
}

const SWEEP_FROM = 100
const SMALLEST = 16

export class TimerHeap<T extends Timer> {
  #heap: T[] = []
  /** The `_when` of each timer of the heap. */
  #times = new Float64Array(SMALLEST)
  #sequence = 0
  #dead = 0

  /** The number of timers that are still to fire. */
  get size(): number {
    return this.#heap.length - this.#dead
  }

  push(timer: T): void {
    const at = this.#heap.length
    timer._sequence = this.#sequence++
    this.#heap.push(timer)
    if (at === this.#times.length) this.#resize(at * 2)
    this.#up(at, timer, timer._when)
  }

  /** The earliest live timer. Drops the dead ones above it. */
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

  /**
   * Must be called once for each timer that was cancelled. A timer that has left the heap already does not
   * count.
   */
  noteCancelled(timer: T): void {
    if (timer._sequence === -1) return
    this.#dead++
    if (this.#heap.length > SWEEP_FROM && this.#dead * 2 > this.#heap.length) this.#sweep()
  }

  clear(): void {
    this.#heap = []
    this.#times = new Float64Array(SMALLEST)
    this.#dead = 0
  }

  /** The live timers, in no particular order. */
  *[Symbol.iterator](): Generator<T> {
    for (const timer of this.#heap) if (timer._isLive()) yield timer
  }

  #sweep(): void {
    this.#heap = this.#heap.filter((timer) => timer._isLive())
    this.#dead = 0
    this.#resize(Math.max(SMALLEST, this.#heap.length))
    this.#heap.forEach((timer, at) => {
      this.#times[at] = timer._when
    })
    for (let at = (this.#heap.length - 2) >> 2; at >= 0; at--) this.#down(at)
  }

  #removeTop(): void {
    const heap = this.#heap
    const top = heap[0] as T
    top._sequence = -1
    const last = heap.pop() as T
    if (heap.length === 0) return
    heap[0] = last
    this.#times[0] = this.#times[heap.length] as number
    this.#down(0)
  }

  #resize(size: number): void {
    const times = new Float64Array(size)
    times.set(this.#times.subarray(0, size))
    this.#times = times
  }

  #up(index: number, timer: T, when: number): void {
    const heap = this.#heap
    const times = this.#times
    let at = index
    while (at > 0) {
      const parent = (at - 1) >> 2
      const other = times[parent] as number
      // The new timer is the newest: among equal times it comes last.
      if (other <= when) break
      heap[at] = heap[parent] as T
      times[at] = other
      at = parent
    }
    heap[at] = timer
    times[at] = when
  }

  #down(index: number): void {
    const heap = this.#heap
    const times = this.#times
    const length = heap.length
    const timer = heap[index] as T
    const when = times[index] as number
    let at = index
    for (;;) {
      const first = at * 4 + 1
      if (first >= length) break
      let least = first
      let earliest = times[first] as number
      const end = Math.min(first + 4, length)
      for (let child = first + 1; child < end; child++) {
        const time = times[child] as number
        if (time < earliest || (time === earliest && isOlder(heap[child] as T, heap[least] as T))) {
          least = child
          earliest = time
        }
      }
      const other = heap[least] as T
      if (when < earliest || (when === earliest && isOlder(timer, other))) break
      heap[at] = other
      times[at] = earliest
      at = least
    }
    heap[at] = timer
    times[at] = when
  }
}

function isOlder(a: Timer, b: Timer): boolean {
  return a._sequence < b._sequence
}
