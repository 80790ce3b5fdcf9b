/**
 * A queue that returns the lowest item first. asyncio: `asyncio.PriorityQueue`.
 *
 * A binary heap on (item, order of arrival): items that compare equal leave in the order they arrived.
 * asyncio does not promise that, but such queues are used for «urgent first, then first come, first served».
 */

import { describeValue } from '@acoro/core/lowlevel'
import { checkFunction } from '../base/check.ts'
import type { NamedOptions } from '../base/primitive.ts'
import { naturalOrder } from './natural-order.ts'
import { Queue } from './queue.ts'

interface Entry<T> {
  readonly item: T
  readonly sequence: number
}

/**
 * A Queue that returns the lowest item first. Without `compare` (as for `Array.sort`) it orders numbers,
 * strings, dates, and arrays of them element by element, as Python orders tuples. `put` and `get` throw
 * TypeError if items have no order; the queue is left as it was. asyncio: `asyncio.PriorityQueue`.
 *
 * @example
 * ```ts
 * const jobs = new PriorityQueue<{ job: string; rank: number }>(0, (a, b) => a.rank - b.rank)
 * jobs.putNowait({ job: 'sweep', rank: 2 })
 * jobs.putNowait({ job: 'put out the fire', rank: 1 })
 * jobs.getNowait().job // => 'put out the fire'
 *
 * const ranked = new PriorityQueue<[rank: number, job: string]>()
 * ranked.putNowait([10, 'sweep'])
 * ranked.putNowait([9, 'cook'])
 * ranked.getNowait() // => [9, 'cook']
 * ```
 */
export class PriorityQueue<T> extends Queue<T> {
  readonly #compare: (a: T, b: T) => number
  readonly #heap: Entry<T>[] = []
  #sequence = 0

  constructor(maxsize = 0, compare: (a: T, b: T) => number = naturalOrder, options?: NamedOptions) {
    super(maxsize, options)
    checkFunction(compare, 'the comparison of a PriorityQueue')
    this.#compare = compare
  }

  override qsize(): number {
    return this.#heap.length
  }

  // Both find the place first and move items after that, so a comparison that throws leaves the heap as it
  // was.

  protected override _put(item: T): void {
    const heap = this.#heap
    const entry = { item, sequence: this.#sequence++ }
    let place = heap.length
    while (place > 0 && this.#before(entry, heap[parentOf(place)] as Entry<T>)) place = parentOf(place)
    for (let index = heap.length; index > place; index = parentOf(index)) {
      heap[index] = heap[parentOf(index)] as Entry<T>
    }
    heap[place] = entry
  }

  protected override _get(): T {
    const heap = this.#heap
    const size = heap.length - 1
    let moving = heap[size] as Entry<T>
    let place = 0
    for (let child = 1; child < size; child = 2 * place + 1) {
      if (child + 1 < size && this.#before(heap[child + 1] as Entry<T>, heap[child] as Entry<T>)) child++
      if (!this.#before(heap[child] as Entry<T>, moving)) break
      place = child
    }
    heap.pop()
    if (size === 0) return moving.item
    // The last entry takes that place, and the entries on the way there move up.
    for (;;) {
      const here = heap[place] as Entry<T>
      heap[place] = moving
      moving = here
      if (place === 0) return moving.item
      place = parentOf(place)
    }
  }

  #before(a: Entry<T>, b: Entry<T>): boolean {
    const order = this.#compare(a.item, b.item)
    if (typeof order !== 'number' || Number.isNaN(order)) {
      throw new TypeError(
        `Expected the comparison of a PriorityQueue to return a number, got ${describeValue(order)}`,
      )
    }
    return order < 0 || (order === 0 && a.sequence < b.sequence)
  }
}

function parentOf(index: number): number {
  return (index - 1) >> 1
}
