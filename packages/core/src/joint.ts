/**
 * A future that ends when others do: what `wait`, `shield`, `race` and task groups wait for. It knows those
 * others and says what it is, so that the call graph goes through it.
 */

import { Future } from './future.ts'
import type { EventLoop } from './loop.ts'

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
