/**
 * An arrival as a future, for a driver by hand that looks at what a coroutine is suspended on.
 *
 * On an engine that hands up values alone (see handed-up.ts) every task is shown this future in place of the wait. It
 * then waits for the arrival all the same, and the future goes back to being what it is elsewhere: a view.
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
  // Declared, and assigned in the constructor, for the sake of speed: see Future.
  declare readonly _arrival: Behind

  constructor(loop: EventLoop, arrival: Behind, what: string, transient: boolean) {
    super(loop, what, transient)
    this._arrival = arrival
  }

  /** @internal Did the wait itself suspend through `yield*`, and not this future? */
  get _isPassedOn(): boolean {
    return (this._flags & BLOCKING) === 0 && (this._arrival._flags & BLOCKING) !== 0
  }

  /** @internal See Task. */
  _park(task: Task<unknown>): Blocker {
    // The arrival stands for it among the externals of the loop.
    this.end()
    return this._arrival._park(task)
  }

  /** @internal An error that a task is given is not for this future to report. */
  override _reject(error: unknown): void {
    super._reject(error)
    if (this._arrival._task !== null) this._flags &= ~UNRETRIEVED
  }
}
