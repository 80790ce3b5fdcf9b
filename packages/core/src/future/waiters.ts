/**
 * Removing a waiter from a long list of waiters.
 *
 * A future that stands for the end of a program may have thousands of waiters, and each leaves when its own
 * work is done. A search from the front would cost the square of that. So a long list gets an index when a
 * waiter first leaves it. A waiter that has left is replaced by GONE, and the list is compacted once more
 * than half of it is gone. A list that no waiter leaves costs nothing.
 */

import type { Runnable } from '../scheduler/handle.ts'

/**
 * An entry that learns of a future's end by being put into the ready queue: a task, a done callback, a
 * gather.
 */
export interface Waiter extends Runnable {
  /** @internal As the repr of a future lists it. */
  readonly _waiterName: string
  /** @internal The key it is removed by, if that is not the waiter itself. */
  readonly _key?: unknown
}

/** Up to this length a search from the front is faster. */
const SHORT = 16

interface Index {
  /** The positions of each waiter, by the key it is found by. */
  readonly places: Map<unknown, number | number[]>
  /** How many entries of the list are in the index. */
  known: number
  gone: number
}

const indexes = new WeakMap<Waiter[], Index>()

/** Stands for a waiter that has left. */
export const GONE: Waiter = { _run() {}, _waiterName: '' }

/** The key of a waiter. Done callbacks have their function, so one key may have several entries. */
function keyOf(waiter: Waiter): unknown {
  return waiter._key ?? waiter
}

/**
 * Removes all waiters of `key` from the list, and returns how many there were. The list is empty if none is
 * left.
 */
export function removeWaiters(waiters: Waiter[], key: unknown): number {
  if (waiters.length <= SHORT) return compact(waiters, (waiter) => keyOf(waiter) !== key)
  const index = indexOf(waiters)
  const found = index.places.get(key)
  if (found === undefined) return 0
  index.places.delete(key)
  const places = typeof found === 'number' ? [found] : found
  for (const place of places) waiters[place] = GONE
  index.gone += places.length
  if (index.gone * 2 > waiters.length) {
    compact(waiters, () => true)
    indexes.delete(waiters)
  }
  return places.length
}

/** The waiters that have not left. */
export function remaining(waiters: Waiter[]): Waiter[] {
  return waiters.includes(GONE) ? waiters.filter((waiter) => waiter !== GONE) : waiters
}

function indexOf(waiters: Waiter[]): Index {
  let index = indexes.get(waiters)
  if (index === undefined) {
    index = { places: new Map(), known: 0, gone: 0 }
    indexes.set(waiters, index)
  }
  const { places } = index
  for (; index.known < waiters.length; index.known++) {
    const waiter = waiters[index.known] as Waiter
    if (waiter === GONE) index.gone++
    else addPlace(places, keyOf(waiter), index.known)
  }
  return index
}

function addPlace(places: Map<unknown, number | number[]>, key: unknown, place: number): void {
  const known = places.get(key)
  if (known === undefined) places.set(key, place)
  else if (typeof known === 'number') places.set(key, [known, place])
  else known.push(place)
}

/** Keeps the waiters that `stays` accepts and that have not left. Returns how many `stays` refused. */
function compact(waiters: Waiter[], stays: (waiter: Waiter) => boolean): number {
  let kept = 0
  let refused = 0
  for (const waiter of waiters) {
    if (waiter === GONE) continue
    if (stays(waiter)) waiters[kept++] = waiter
    else refused++
  }
  waiters.length = kept
  return refused
}
