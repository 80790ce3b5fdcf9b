/**
 * Keeps one part of a program from taking everything: at most so many calls at a time, and at most so many
 * that wait.
 *
 * A `CapacityLimiter` or `Semaphore` of `@acoro/sync` lets any number wait. Here what does not fit is refused
 * at once, so that a slow server is felt where it is called, and not as memory that grows.
 */

import { type Awaitable, type Coroutine, coroutine, type Suspension } from '@acoro/core'
import { countFrom } from '@acoro/core/lowlevel'
import { Semaphore } from '@acoro/sync'
import { checkFunction, checkNeeded } from '../base/check.ts'
import { nameOf } from '../base/errors.ts'
import { awaitable } from '../base/user-code.ts'

/** So many calls are under way, and so many wait, as the bulkhead allows. */
export class BulkheadFullError extends Error {
  static {
    nameOf(BulkheadFullError, 'BulkheadFullError')
  }
}

export interface BulkheadOptions {
  /** The most calls at a time. */
  concurrency: number
  /** The most calls that wait, in order of arrival; 0 by default. */
  maxWaiting?: number | undefined
  /** Shown in errors and reports. */
  name?: string | undefined
}

/** A bulkhead: `call` it with a function. */
export interface Bulkhead {
  /**
   * Calls `fn` when it is its turn. BulkheadFullError if there is no room. If cancelled, it leaves the line,
   * or the call is cancelled.
   */
  call<T>(fn: () => Awaitable<T>): Coroutine<T>
  /** How many calls are under way. */
  readonly running: number
  /** How many calls wait. */
  readonly waiting: number
}

/**
 * Makes a bulkhead. TypeError and RangeError for bad options.
 *
 * @example
 * ```ts
 * const disk = bulkhead({ concurrency: 1 })
 * const write = function* () {
 *   try {
 *     yield* disk.call(() => sleep(10))
 *     return 'written'
 *   } catch (error) {
 *     throwIfCancelled(error)
 *     return (error as Error).name
 *   }
 * }
 * yield* gather([write(), write()]) // => ['written', 'BulkheadFullError']
 * ```
 */
export function bulkhead(options: BulkheadOptions): Bulkhead {
  checkNeeded(options, 'bulkhead()', {
    concurrency: countFrom(1),
    maxWaiting: countFrom(0, true),
    name: 'string',
  })
  const { concurrency, maxWaiting = 0, name } = options
  // Left out, it is undefined, which no option kind looks at.
  countFrom(1)(concurrency, 'the option concurrency of bulkhead()')
  const places = new Semaphore(concurrency, { name: name ?? 'bulkhead' })
  return {
    call(fn) {
      checkFunction(fn, 'the function to call')
      return calling(places, maxWaiting, fn) as Coroutine<never>
    },
    get running() {
      return concurrency - places.value
    },
    get waiting() {
      return places.statistics().waiting
    },
  }
}

const calling = coroutine(function* call(
  places: Semaphore,
  maxWaiting: number,
  fn: () => Awaitable<unknown>,
): Generator<Suspension, unknown, unknown> {
  const { waiting } = places.statistics()
  if (places.locked() && waiting >= maxWaiting) {
    throw new BulkheadFullError(
      `${places.name} is full: ${waiting} calls wait, and maxWaiting is ${maxWaiting}`,
    )
  }
  using _place = yield* places.acquire()
  return yield* awaitable(fn(), 'the function to call')
})
