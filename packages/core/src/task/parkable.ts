/**
 * Suspensions that are not futures. They are told which task waits, and return what will wake it.
 *
 * A wait for a promise is one (see parking/arrival.ts). On an engine whose `yield*` hands up only values, the
 * task sees a future that stands for the wait.
 */

import type { AnyTask } from '../base/above.ts'
import type { Blocker } from '../future/blocker.ts'
import type { Future } from '../future/future.ts'

export interface Parkable {
  /** @internal */
  _park(task: AnyTask): Blocker
}

/** A future that stands for a wait. */
interface PassedOn extends Parkable {
  /** @internal */
  readonly _isPassedOn: boolean
}

export function isParkable(result: unknown): result is Parkable {
  return typeof (result as Partial<Parkable>)._park === 'function'
}

/** Is it the future of a wait that came through `yield*`, on an engine that hands up only values? */
export function isPassedOn(future: Future<unknown>): future is Future<unknown> & Parkable {
  return (future as Partial<PassedOn>)._isPassedOn === true
}
