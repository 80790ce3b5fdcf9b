/**
 * Waits that end when other futures end.
 *
 * `wait`, `shield`, `race` and task groups wait for a future that knows those others and describes itself. So
 * the call graph can go through it. A gather and a group hear of each child in an iteration of its own, as a
 * done callback would. But they need no closure, context and handle for each child.
 */

import type { EventLoop, Task } from '../base/above.ts'
import { Future } from '../future/future.ts'
import type { Waiter } from '../future/waiters.ts'

export class JointFuture<T> extends Future<T> {
  // Declared, and assigned in the constructor, for speed: see Settling.
  /** @internal */
  declare readonly _what: string
  /** @internal */
  declare readonly _others: Iterable<Future<unknown>>

  constructor(loop: EventLoop, what: string, others: Iterable<Future<unknown>>) {
    super(loop)
    this._what = what
    this._others = others
  }

  override describe(): string {
    const pending = [...this._others].filter((other) => !other.done()).length
    return `${this._what} (${pending} pending)`
  }

  /** The coroutine that waits is closed. */
  override return(value?: T): IteratorReturnResult<T> {
    return super.return(value)
  }

  /** @internal */
  override _dependsOn(): Iterable<Future<unknown>> {
    return this._others
  }

  /** @internal */
  override get _className(): string {
    return 'Future'
  }
}

/** An owner of children that is told when each of them ends. */
export interface Joint {
  /** @internal Must not throw. */
  _childEnded(child: Future<unknown>): void
  /** @internal The task that the children belong to, if there is one. */
  readonly _ownerTask?: Task<unknown> | null
}

/** Tells the joint that its child has ended. It is one of the child's waiters. */
export class ChildWaiter implements Waiter {
  readonly #joint: Joint
  readonly #child: Future<unknown>

  constructor(joint: Joint, child: Future<unknown>) {
    this.#joint = joint
    this.#child = child
  }

  /** @internal */
  get _joint(): Joint {
    return this.#joint
  }

  /** @internal */
  get _waiterName(): string {
    return `${this.#joint.constructor.name}._childEnded()`
  }

  _run(): void {
    this.#joint._childEnded(this.#child)
  }
}
