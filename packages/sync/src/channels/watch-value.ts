/**
 * The latest value of something that changes: settings, a connection's state, progress.
 *
 * Whoever looks gets the value there is now; who was slow skips those in between. That is what makes it cheap: one
 * value, one version number, and watchers that remember which version they have seen. tokio's `watch`, Kotlin's
 * `StateFlow`.
 */

import { type Coroutine, coroutine, type Suspension } from '@acoro/core'
import { WaitQueue } from '@acoro/core/lowlevel'
import { checkFunction } from '../base/check.ts'
import { ClosedResourceError, EndOfChannel } from '../base/errors.ts'
import { type NamedOptions, Primitive } from '../base/primitive.ts'

export interface WatchStatistics {
  /** How often it was set. */
  version: number
  waiting: number
  closed: boolean
}

/**
 * A value, and a way to wait until it changes.
 *
 * @example
 * ```ts
 * const progress = new WatchValue(0)
 * const follow = coroutine(function* follow() {
 *   const seen: number[] = []
 *   yield* asyncFor(progress.watch(), function* (percent) {
 *     seen.push(percent)
 *     yield* sleep(16)
 *   })
 *   return seen
 * })
 * await run(function* main() {
 *   const follower = createTask(follow())
 *   for (const percent of [10, 20, 30, 40]) {
 *     yield* sleep(10)
 *     progress.set(percent)
 *   }
 *   progress.close()
 *   return yield* follower
 * }) // => [0, 10, 30, 40]
 * ```
 */
export class WatchValue<T> extends Primitive implements Disposable {
  #value: T
  #version = 0
  #closed = false
  /** @internal */
  readonly _queue: WaitQueue = new WaitQueue({
    describe: () => this._describe('changed', `version ${this.#version}, ${this._queue.size} waiting`),
    // Each compares versions for itself: there is nobody to hand a wake-up to.
    onReturned: () => {},
  })

  constructor(value: T, options?: NamedOptions) {
    super(options)
    this.#value = value
  }

  get value(): T {
    return this.#value
  }

  get closed(): boolean {
    return this.#closed
  }

  /** Sets the value, also an equal one, and wakes all who wait for a change. ClosedResourceError once closed. */
  set(value: T): void {
    if (this.#closed) throw new ClosedResourceError(`Cannot set ${this}: it is closed`)
    this.#value = value
    this.#version++
    this._queue.wakeAll()
  }

  /** Sets it to what `change` makes of the value there is. */
  update(change: (value: T) => T): void {
    checkFunction(change, 'a change of the value')
    this.set(change(this.#value))
  }

  /** A watcher that has seen nothing yet: `asyncFor` over it begins with the value there is. */
  watch(): Watcher<T> {
    return new Watcher(this)
  }

  /** Waits until the value is one for which `predicate` holds, and gives it. EndOfChannel where it is closed before. */
  waitFor(predicate: (value: T) => boolean): Coroutine<T> {
    checkFunction(predicate, 'a predicate')
    return waitFor(this, predicate) as Coroutine<T>
  }

  /** No more changes: who waits for one is told. */
  close(): void {
    this.#closed = true
    this._queue.wakeAll()
  }

  [Symbol.dispose](): void {
    this.close()
  }

  statistics(): WatchStatistics {
    return { version: this.#version, waiting: this._queue.size, closed: this.#closed }
  }

  /** @internal */
  get _version(): number {
    return this.#version
  }

  /** @internal Waits for a version after `seen`; false where none will come. */
  *_after(seen: number): Generator<Suspension, boolean, unknown> {
    while (this.#version <= seen) {
      if (this.#closed) return false
      this._bind()
      yield* this._queue.park()
    }
    return true
  }

  /** @internal */
  override _summary(): string {
    return `version:${this.#version}, waiting:${this._queue.size}${this.#closed ? ', closed' : ''}`
  }
}

/** Remembers which version of a WatchValue it has seen. */
export class Watcher<T> {
  readonly #watched: WatchValue<T>
  #seen = -1

  /** @internal Use `watched.watch()`. */
  constructor(watched: WatchValue<T>) {
    this.#watched = watched
  }

  /** The value there is; counts as seen. */
  get value(): T {
    this.#seen = this.#watched._version
    return this.#watched.value
  }

  /** Is there a value it has not seen? */
  hasChanged(): boolean {
    return this.#watched._version > this.#seen
  }

  /** Waits for a value it has not seen, and gives the latest. EndOfChannel where none will come. Cancel-safe. */
  changed(): Coroutine<T> {
    return changed(this) as Coroutine<T>
  }

  /** For `asyncFor`: the next value it has not seen, until the WatchValue is closed. */
  *anext(): Generator<Suspension, IteratorResult<T, undefined>, unknown> {
    if (yield* this._wait()) return { done: false, value: this.value }
    return { done: true, value: undefined }
  }

  /** @internal */
  _wait(): Generator<Suspension, boolean, unknown> {
    return this.#watched._after(this.#seen)
  }

  /** @internal */
  _ended(): EndOfChannel {
    return endOf(this.#watched)
  }
}

const changed = coroutine(function* changed<T>(watcher: Watcher<T>): Generator<Suspension, T, unknown> {
  if (!(yield* watcher._wait())) throw watcher._ended()
  return watcher.value
})

const waitFor = coroutine(function* waitFor<T>(
  watched: WatchValue<T>,
  predicate: (value: T) => boolean,
): Generator<Suspension, T, unknown> {
  for (;;) {
    const { value, _version: seen } = watched
    if (predicate(value)) return value
    if (!(yield* watched._after(seen))) throw endOf(watched)
  }
})

function endOf(watched: { toString(): string }): EndOfChannel {
  return new EndOfChannel(`${watched} is closed: its value changes no more`)
}
