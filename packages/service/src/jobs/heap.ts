/**
 * The waiting jobs: the highest priority first, and the first come within one priority.
 *
 * Mostly all have one priority and come in order. Those stand in a ring, which costs nothing to sort. The
 * others stand in a binary heap, and the first job is the better one of the two tops.
 *
 * The heap of core's timers numbers its entries as they come. A job that waited behind another one of its key
 * comes late, and keeps the number of its arrival. So jobs have a heap of their own.
 */

import { Ring } from '@acoro/core/lowlevel'

export interface Ranked {
  readonly priority: number
  /** The order of arrival. */
  readonly sequence: number
  /** False once it has left: it is dropped when it comes to the top, or when most have left. */
  readonly isWaiting: boolean
}

const SWEEP_FROM = 32

export class JobHeap<T extends Ranked> {
  #items: T[] = []
  /** Of one priority, in order of arrival. */
  #inOrder: Ring<T> = new Ring()
  #left = 0

  push(item: T): void {
    const last = this.#inOrder.at(this.#inOrder.length - 1)
    if (last === undefined || (item.priority === last.priority && item.sequence > last.sequence)) {
      this.#inOrder.push(item)
      return
    }
    this.#items.push(item)
    this.#up(this.#items.length - 1)
  }

  /** The first one that waits; undefined if there is none. */
  first(): T | undefined {
    for (let top = this.#top(); top !== undefined; top = this.#top()) {
      if (top.isWaiting) return top
      this.#left--
      this.shift()
    }
    return undefined
  }

  #top(): T | undefined {
    const [early, best] = [this.#inOrder.at(0), this.#items[0]]
    if (early === undefined || best === undefined) return early ?? best
    return before(best, early) ? best : early
  }

  /** Takes the top out. */
  shift(): void {
    if (this.#top() === this.#inOrder.at(0)) {
      this.#inOrder.shift()
      return
    }
    const last = this.#items.pop() as T
    if (this.#items.length === 0) return
    this.#items[0] = last
    this.#down(0)
  }

  /** One of the items has left. */
  leave(): void {
    const size = this.#items.length + this.#inOrder.length
    if (++this.#left < SWEEP_FROM || this.#left * 2 < size) return
    this.#left = 0
    // Sorted, so a heap.
    this.#items = this.#items.filter((item) => item.isWaiting).sort((a, b) => (before(a, b) ? -1 : 1))
    const inOrder = this.#inOrder
    this.#inOrder = new Ring()
    while (inOrder.length > 0) {
      const item = inOrder.shift()
      if (item.isWaiting) this.#inOrder.push(item)
    }
  }

  #up(from: number): void {
    const items = this.#items
    const item = items[from] as T
    let at = from
    while (at > 0) {
      const above = (at - 1) >> 1
      if (!before(item, items[above] as T)) break
      items[at] = items[above] as T
      at = above
    }
    items[at] = item
  }

  #down(from: number): void {
    const items = this.#items
    const item = items[from] as T
    let at = from
    for (;;) {
      let below = 2 * at + 1
      if (below >= items.length) break
      if (below + 1 < items.length && before(items[below + 1] as T, items[below] as T)) below++
      if (!before(items[below] as T, item)) break
      items[at] = items[below] as T
      at = below
    }
    items[at] = item
  }
}

function before(a: Ranked, b: Ranked): boolean {
  return a.priority === b.priority ? a.sequence < b.sequence : a.priority > b.priority
}
