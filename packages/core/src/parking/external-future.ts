/**
 * A future of something outside the loop, such as a promise in flight or a callback to come.
 *
 * It is itself an entry in the list of the loop's externals while it is pending. That takes one object for
 * each awaited promise instead of two.
 */

import type { EventLoop } from '../base/above.ts'
import { Future } from '../future/future.ts'
import type { Tracked } from '../tracing/external.ts'

export class ExternalFuture<T> extends Future<T> implements Tracked {
  // Declared, and assigned in the constructor, for the sake of speed: see Settling.
  declare readonly what: string
  declare readonly transient: boolean
  /** @internal */
  declare _previous: Tracked | null
  /** @internal */
  declare _next: Tracked | null
  /** @internal */
  declare _since: number
  /** @internal */
  declare _isListed: boolean

  constructor(loop: EventLoop, what: string, transient: boolean) {
    super(loop)
    this.what = what
    this.transient = transient
    this._previous = null
    this._next = null
    this._since = loop._stamp
    this._isListed = true
    loop._externals._add(this)
  }

  get abandon(): undefined {
    return undefined
  }

  end(): void {
    if (!this._isListed) return
    this._isListed = false
    this._loop._externals._remove(this)
  }

  /** @internal */
  override _finish(status: number, outcome: unknown): void {
    this.end()
    super._finish(status, outcome)
  }

  /** @internal */
  override get _className(): string {
    return 'Future'
  }

  override describe(): string {
    return this.what
  }
}
