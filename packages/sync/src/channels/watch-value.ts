/**
 * The latest value of something that changes: settings, a connection's state, progress.
 *
 * A watcher sees the current value, and skips the values in between if it was slow. That makes it cheap: one
 * value, one version number, and watchers that remember the version they have seen. tokio has it as `watch`.
 */

import type { Coroutine, Suspension } from '@acoro/core'
import { type Parked, Ready, Turn, WaitQueue } from '@acoro/core/lowlevel'
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
    owner: this,
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
    return new WaitFor<T>(this, predicate)
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
      yield* this._park()
    }
    return true
  }

  /** @internal Waits for the next change. */
  _park(): Parked<void, void> {
    this._bind()
    return this._queue.park()
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
    return new Changed<T>(this.#watched, this)
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
}

/** A wait for a value that somebody has not seen, or has looked for. It looks again after each change. */
abstract class Look<T> extends Turn<void, T> {
  declare protected readonly watched: WatchValue<T>

  constructor(source: { readonly name: string }, watched: WatchValue<T>) {
    super(source)
    this.watched = watched
  }

  /** Is it the value that is waited for? */
  protected abstract holds(): boolean

  protected abstract see(): T

  override start(): Iterator<Suspension, T, unknown> {
    return this.#look() ? new Ready(this.see()) : this.wait(this.#park())
  }

  protected override taken(): IteratorResult<Suspension, T> {
    return this.#look() ? { done: true, value: this.see() } : this.again(this.#park())
  }

  /** A predicate may itself set the value. */
  #look(): boolean {
    for (;;) {
      const version = this.watched._version
      if (this.holds()) return true
      if (this.watched._version === version) return false
    }
  }

  #park(): Parked<void, void> {
    if (this.watched.closed) throw endOf(this.watched)
    return this.watched._park()
  }
}

const changed = { name: 'changed' }

class Changed<T> extends Look<T> {
  readonly #watcher: Watcher<T>

  constructor(watched: WatchValue<T>, watcher: Watcher<T>) {
    super(changed, watched)
    this.#watcher = watcher
  }

  /** @internal For `select`. */
  get _isReady(): boolean {
    return this.holds() || this.watched.closed
  }

  /** @internal For `select`. */
  get _mayEnd(): object {
    return this.#watcher
  }

  protected override holds(): boolean {
    return this.#watcher.hasChanged()
  }

  protected override see(): T {
    return this.#watcher.value
  }
}

const waitFor = { name: 'waitFor' }

class WaitFor<T> extends Look<T> {
  readonly #predicate: (value: T) => boolean

  constructor(watched: WatchValue<T>, predicate: (value: T) => boolean) {
    super(waitFor, watched)
    this.#predicate = predicate
  }

  /**
   * @internal For `select`. A predicate that throws is asked again when the case begins, and fails the
   * select.
   */
  get _isReady(): boolean {
    return this.watched.closed || this.#holdsOrThrows()
  }

  /** @internal For `select`. A value that another wait has not found may be what this one looks for. */
  get _mayEnd(): object | undefined {
    return this.#holdsOrThrows() ? undefined : this.watched
  }

  protected override holds(): boolean {
    return this.#predicate(this.watched.value)
  }

  protected override see(): T {
    return this.watched.value
  }

  #holdsOrThrows(): boolean {
    try {
      return this.holds()
    } catch {
      return true
    }
  }
}

function endOf(watched: { toString(): string }): EndOfChannel {
  return new EndOfChannel(`${watched} is closed: its value changes no more`)
}
