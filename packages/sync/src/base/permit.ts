/**
 * The result of an acquisition: an object that is released once, usually at the end of a block.
 *
 * `using permit = yield* semaphore.acquire()` is the shortest form that cannot forget the release. A permit
 * can be released early inside its `using` block: the second release of the same permit does nothing. A
 * primitive's own `release()` counts every call instead.
 */

/** The primitive that a permit returns to. */
export interface Releasable {
  /** @internal */
  _release(permit: Permit): void
}

export class Permit implements Disposable {
  #of: Releasable | null
  /** The number of permits it stands for: more than 1 if a semaphore was asked for more. */
  readonly weight: number

  /** @internal */
  constructor(of: Releasable, weight: number) {
    this.#of = of
    this.weight = weight
  }

  /** Whether it was released. */
  get released(): boolean {
    return this.#of === null || (this.#of instanceof Permit && this.#of.released)
  }

  /** Releases it. The second call does nothing. If the primitive refuses, the permit stays valid. */
  release(): void {
    const of = this.#of
    if (of === null) return
    of._release(this)
    this.#of = null
  }

  [Symbol.dispose](): void {
    this.release()
  }

  /** For `asyncWith(yield* lock.read(), …)`: the block receives the permit. */
  *aenter(): Generator<never, this, unknown> {
    return this
  }

  /** For `asyncWith`: releases the permit at the end of the block. */
  *aexit(): Generator<never, void, unknown> {
    this.release()
  }

  /** @internal Another permit stands for this one; see dropped.ts. */
  _release(): void {
    this.release()
  }

  /** @internal Ends it, and the one that it stands for. */
  _endBoth(): void {
    if (this.#of instanceof Permit) this.#of._end()
    this._end()
  }

  /** @internal Ends it without a release: its primitive was released, or another permit took its place. */
  _end(): void {
    this.#of = null
  }
}
