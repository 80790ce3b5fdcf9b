/**
 * What an acquisition gives: something to release once, at the end of a block.
 *
 * `using permit = yield* semaphore.acquire()` is the shortest form that cannot forget. Releasing twice through the
 * same permit does nothing the second time, so an early `permit.release()` inside a `using` block is fine; a
 * primitive's own `release()` counts each call.
 */

/** What a permit gives back to. */
export interface Releasable {
  /** @internal */
  _release(permit: Permit): void
}

export class Permit implements Disposable {
  #of: Releasable | null
  /** How many permits this is: more than 1 where a semaphore was asked for more. */
  readonly weight: number

  /** @internal */
  constructor(of: Releasable, weight: number) {
    this.#of = of
    this.weight = weight
  }

  /** Has it been given back? */
  get released(): boolean {
    return this.#of === null
  }

  /** Gives it back; nothing the second time. */
  release(): void {
    const of = this.#of
    if (of === null) return
    this.#of = null
    of._release(this)
  }

  [Symbol.dispose](): void {
    this.release()
  }

  /** For `asyncWith(yield* lock.read(), …)`: gives itself to the block. */
  *aenter(): Generator<never, this, unknown> {
    return this
  }

  /** For `asyncWith`: releases it at the end of the block. */
  *aexit(): Generator<never, void, unknown> {
    this.release()
  }

  /** @internal Ends it without giving anything back: what it stood for goes over to another permit. */
  _moved(): void {
    this.#of = null
  }
}
