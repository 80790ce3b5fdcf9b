/**
 * An arrival as a future, for a driver by hand that looks at what a coroutine is suspended on.
 *
 * Some engines hand up only values (see handed-up.ts). There every task is shown this future in place of the
 * wait. The task waits for the arrival all the same, and the future is again only a view of it.
 */

import type { EventLoop } from '../base/above.ts'
import { BLOCKING, UNRETRIEVED } from '../base/flags.ts'
import type { Blocker } from '../future/blocker.ts'
import type { Task } from '../task/task.ts'
import { ExternalFuture } from './external-future.ts'

/** The arrival behind such a future. */
interface Behind {
  /** @internal */
  _flags: number
  /** @internal */
  readonly _task: Task<unknown> | null
  /** @internal */
  _park(task: Task<unknown>): Blocker
}

export class ArrivalFuture<T> extends ExternalFuture<T> {
  // Declared, and assigned in the constructor, for the sake of speed: see Settling.
  declare readonly _arrival: Behind

  constructor(loop: EventLoop, arrival: Behind, what: string, transient: boolean) {
    super(loop, what, transient)
    this._arrival = arrival
  }

  /** @internal Whether the wait itself suspended through `yield*`, and not this future. */
  get _isPassedOn(): boolean {
    return (this._flags & BLOCKING) === 0 && (this._arrival._flags & BLOCKING) !== 0
  }

  /** @internal See Task. */
  _park(task: Task<unknown>): Blocker {
    // The arrival takes its place among the externals of the loop.
    this.end()
    return this._arrival._park(task)
  }

  /** @internal If a task receives the error, this future does not report it. */
  override _reject(error: unknown): void {
    super._reject(error)
    if (this._arrival._task !== null) this._flags &= ~UNRETRIEVED
  }
}
