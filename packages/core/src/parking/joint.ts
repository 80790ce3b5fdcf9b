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
  readonly #what: string
  readonly #others: Iterable<Future<unknown>>

  constructor(loop: EventLoop, what: string, others: Iterable<Future<unknown>>) {
    super(loop)
    this.#what = what
    this.#others = others
  }

  override describe(): string {
    const pending = [...this.#others].filter((other) => !other.done()).length
    return `${this.#what} (${pending} pending)`
  }

  /** @internal */
  override _dependsOn(): Iterable<Future<unknown>> {
    return this.#others
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
