/**
 * A resource that is lent: an object that is released once, usually at the end of a block.
 *
 *   held --release--> over
 *     \--discard--> over: the resource is destroyed
 *     \--the pool was closed and its grace is over--> over: the resource is destroyed while it is lent
 */

import { RuntimeError, type Task } from '@acoro/core'
import type { Membership } from '@acoro/core/lowlevel'

/** A resource, as the pool keeps it. */
export interface Resource<T> {
  readonly value: T
  /** When it was created, on the clock of the loop. */
  readonly created: number
  /** Since when it is idle. */
  idleSince: number
}

/** What a lease needs of its pool. */
export interface Lender<T> {
  /** @internal */
  _return(lease: Lease<T>, resource: Resource<T>, fate: 'keep' | 'check' | 'destroy'): void
}

/** A resource of a `Pool` that is lent: `using lease = yield* pool.acquire()`. */
export class Lease<T> implements Disposable, Lender<T> {
  /** @internal Null when it is over. */
  _pool: Lender<T> | null
  readonly #resource: Resource<T>
  #discarded = false
  /** @internal The task that holds it, for reports. */
  _holder: Task<unknown> | null = null
  /** @internal Where it stands among those of its pool. */
  _place: Membership<unknown> | null = null

  /** @internal Use `pool.acquire()`. */
  constructor(pool: Lender<T>, resource: Resource<T>) {
    this._pool = pool
    this.#resource = resource
  }

  /** The resource. RuntimeError after its release: it may be lent to another task. */
  get value(): T {
    if (this.released) {
      throw new RuntimeError(
        'Expected a lease that is held, got one that is over: its resource may be lent again',
      )
    }
    return this.#resource.value
  }

  /** Whether it is over. */
  get released(): boolean {
    const { _pool: pool } = this
    return pool === null || (pool instanceof Lease && pool.released)
  }

  /** Returns the resource to the pool. The second call does nothing. */
  release(): void {
    this._end('keep')
  }

  /**
   * Ends the lease, and has the resource destroyed: it is broken. The second call does nothing. RuntimeError
   * after `release()`, because the resource may be lent to another task by then.
   */
  discard(): void {
    if (this._pool === null && !this.#discarded) {
      throw new RuntimeError(
        'Expected a lease that is held, got one that is over: discard() before release()',
      )
    }
    this.#discarded = true
    this._end('destroy')
  }

  [Symbol.dispose](): void {
    this.release()
  }

  /** @internal */
  _end(fate: 'keep' | 'check' | 'destroy'): void {
    const pool = this._pool
    if (pool === null || this.released) return
    this._pool = null
    pool._return(this, this.#resource, fate)
  }

  /** @internal Another lease that ends this one; see dropped-lease.ts. */
  _handOut(): Lease<T> {
    return new Lease<T>(this, this.#resource)
  }

  /** @internal The lease that stands for this one has ended. */
  _return(_lease: Lease<T>, _resource: Resource<T>, fate: 'keep' | 'check' | 'destroy'): void {
    this._end(fate)
  }

  /** @internal The pool takes the resource away. */
  _revoke(): Resource<T> {
    this._pool = null
    this.#discarded = true
    return this.#resource
  }
}
