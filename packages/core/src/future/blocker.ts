/**
 * What a task waits for, with the methods that the task needs.
 *
 * Most waits are futures. A wait for a promise is not one, so that it costs little more than the promise. A
 * task treats both alike.
 */

import type { EventLoop } from '../base/above.ts'
import type { External } from '../tracing/external.ts'
import type { Future } from './future.ts'
import type { Waiter } from './waiters.ts'

/** A future, or a wait that is not one (see parking/arrival.ts). */
export interface Blocker {
  /** @internal */
  _flags: number
  /** @internal */
  readonly _status: number
  /** @internal */
  readonly _kind: string
  cancel(message?: unknown): boolean
  /** What the task is said to wait for, in reports. */
  describe(): string
  /** @internal */
  _takeError(): unknown
  /** @internal */
  _removeWaiter(waiter: Waiter): void
  /** @internal */
  _dependsOn(): Iterable<Future<unknown>>
  /** @internal */
  _short(): string
  /** @internal For a wait that is not a future: its entry among the externals of `loop`, if it is one. */
  _external?(loop: EventLoop): External | null
}
