/**
 * The latest value of something that changes: settings, a connection's state, progress.
 *
 * A watcher sees the current value, and skips the values in between if it was slow. That makes it cheap: one
 * value, one version number, and watchers that remember the version they have seen. tokio has it as `watch`.
 */

import { type Coroutine, coroutine, type Suspension } from '@acoro/core'
import { WaitQueue } from '@acoro/core/lowlevel'
import { checkFunction } from '../base/check.ts'
import { ClosedResourceError, EndOfChannel } from '../base/errors.ts'
import { type NamedOptions, Primitive } from '../base/primitive.ts'

export interface WatchStatistics {
  /** The number of times it was set. */
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
    // Each watcher compares versions itself, so there is no wake-up to hand on.
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

  /** Sets the value, even to an equal one, and wakes all watchers. ClosedResourceError once it is closed. */
  set(value: T): void {
    if (this.#closed) throw new ClosedResourceError(`Cannot set ${this}: it is closed`)
    this.#value = value
    this.#version++
    this._queue.wakeAll()
  }

  /** Sets the value to what `change` returns for the current one. */
  update(change: (value: T) => T): void {
    checkFunction(change, 'a change of the value')
    this.set(change(this.#value))
  }

  /** Returns a watcher that has seen no value yet: `asyncFor` over it begins with the current one. */
  watch(): Watcher<T> {
    return new Watcher(this)
  }

  /**
   * Waits for a value for which `predicate` returns a truthy value, and returns it. EndOfChannel if it is
   * closed before. Cancelling it changes nothing.
   */
  waitFor(predicate: (value: T) => boolean): Coroutine<T> {
    checkFunction(predicate, 'a predicate')
    return waitFor(this, predicate) as Coroutine<T>
  }

  /** Ends the changes: tasks that wait for one get EndOfChannel. */
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

  /** @internal Waits for a version after `seen`; false if none will come. */
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

/** Remembers the version of a WatchValue that it has seen. */
export class Watcher<T> {
  readonly #watched: WatchValue<T>
  #seen = -1

  /** @internal Use `watched.watch()`. */
  constructor(watched: WatchValue<T>) {
    this.#watched = watched
  }

  /** The current value; it counts as seen. */
  get value(): T {
    this.#seen = this.#watched._version
    return this.#watched.value
  }

  /** Whether there is a value it has not seen. */
  hasChanged(): boolean {
    return this.#watched._version > this.#seen
  }

  /** Waits for an unseen value and returns the latest. EndOfChannel if none will come. Cancel-safe. */
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
