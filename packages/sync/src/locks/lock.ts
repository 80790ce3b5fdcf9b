/**
 * Mutual exclusion. asyncio: `asyncio.Lock`.
 *
 *   unlocked --acquire--> locked --release, no task waits--> unlocked
 *                               --release, a task waits--> handing over --the woken task runs--> locked
 *
 * The lock reads as unlocked while it is handed over, but a task that arrives then still stands behind the
 * waiting tasks: first come, first served. If the woken task is cancelled before it runs, it wakes the next
 * one.
 *
 * As in asyncio, a waiting task that is cancelled keeps its place until it runs. If it is first in line, a
 * release in between wakes no task; the cancelled task wakes the next one when it leaves.
 *
 * As in asyncio, a lock has no owner: any task may release it, and a task that acquires it twice waits for
 * itself. The lock only remembers its holder for reports. `owned: true` refuses both mistakes and says where
 * the lock was acquired. That needs a stack for each acquisition, so it is not the default.
 */

import { type Coroutine, RuntimeError, type Suspension, type Task } from '@acoro/core'
import { checkOptions, Ready, Turn, WaitQueue } from '@acoro/core/lowlevel'
import { cancelAllOf } from '../base/cancel-waiting.ts'
import { handedOut } from '../base/dropped.ts'
import { Permit, type Releasable } from '../base/permit.ts'
import { type Place, placeOf } from '../base/place.ts'
import { type NamedOptions, Primitive } from '../base/primitive.ts'
import { taskHere } from '../base/task-here.ts'

export interface LockOptions extends NamedOptions {
  /** Refuse re-entry, and a release by a task that does not hold the lock. Default: false. */
  owned?: boolean | undefined
}

export interface LockStatistics {
  locked: boolean
  /** The name of the task that holds the lock; undefined if it is free. */
  holder: string | undefined
  waiting: number
}

/** What a Condition keeps while it waits: with it the lock is held again as before. */
export interface Lent {
  readonly permit: Permit
  readonly place: Place | null
}

/**
 * Lets one task in at a time, in order of arrival. asyncio: `asyncio.Lock`.
 *
 * @example
 * ```ts
 * const lock = new Lock()
 * const log: string[] = []
 * const visit = coroutine(function* visit(name: string) {
 *   using _held = yield* lock.acquire()
 *   log.push(`${name} in`)
 *   yield* sleep(10)
 *   log.push(`${name} out`)
 * })
 * yield* gather(visit('a'), visit('b'))
 * log // => ['a in', 'a out', 'b in', 'b out']
 * ```
 */
export class Lock extends Primitive implements Releasable {
  readonly owned: boolean
  /** The permit of the holder; null if the lock is free or handed over. */
  #permit: Permit | null = null
  #handing = false
  #holder: Task<unknown> | null = null
  #place: Place | null = null
  /** @internal */
  readonly _queue: WaitQueue = new WaitQueue({
    owner: this,
    describe: () => this._describe('acquire', `${this.#heldBy()}, ${this._queue.size} waiting`),
    holders: () => (this.#holder === null ? [] : [this.#holder]),
    onReturned: () => this._wakeNext(),
    keepsCancelled: true,
  })

  constructor(options?: LockOptions) {
    if (options !== undefined) {
      checkOptions(options, `${new.target.name}()`, { name: 'string', owned: 'boolean' })
    }
    super(options)
    this.owned = options?.owned ?? false
  }

  /** Whether a task holds it; false while it is handed from one task to the next. */
  locked(): boolean {
    return this.#permit !== null
  }

  /**
   * Waits until the lock is free: `using held = yield* lock.acquire()`, or call `release()`. RuntimeError if
   * the lock is owned and the same task holds it. If cancelled, it leaves the line, and hands on its turn.
   */
  acquire(): Coroutine<Permit> {
    return new Acquire(this, this.owned ? placeOf(this.acquire) : null)
  }

  /** Takes the lock if it is free and no task waits for it; returns undefined otherwise. Never waits. */
  tryAcquire(): Permit | undefined {
    return this.#isFree() ? this._take(this.owned ? placeOf(this.tryAcquire) : null) : undefined
  }

  /**
   * Releases the lock and ends the holder's permit; the first waiting task gets the lock. RuntimeError if it
   * is not locked, or if it is owned and another task holds it.
   */
  release(): void {
    const permit = this.#permit
    if (permit === null) throw new RuntimeError('Lock is not acquired.')
    if (this.owned) this.#checkOwner(this.release)
    permit._end()
    this.#clear()
  }

  /** Cancels all waiting tasks: they get CancelledError with `message`. Returns their number. */
  cancelWaiting(message?: unknown): number {
    return cancelAllOf(this._queue, message)
  }

  /** For `asyncWith`: acquires the lock at the beginning of the block. */
  *aenter(): Generator<Suspension, void, unknown> {
    yield* this.acquire()
  }

  /** For `asyncWith`: releases the lock at the end of the block. */
  *aexit(): Generator<Suspension, void, unknown> {
    this.release()
  }

  statistics(): LockStatistics {
    return { locked: this.locked(), holder: this.#holder?.name, waiting: this._queue.size }
  }

  /** @internal Releases the lock for a while; the permit stays valid, but cannot be released meanwhile. */
  _lend(): Lent {
    const permit = this.#permit
    if (permit === null) throw new RuntimeError('Lock is not acquired.')
    if (this.owned) this.#checkOwner(this._lend)
    const lent = { permit, place: this.#place }
    this.#clear()
    return lent
  }

  /** @internal Waits until the lock is free, and holds it with the permit that was lent. */
  *_reacquire({ permit, place }: Lent): Generator<Suspension, void, unknown> {
    yield* new Acquire(this, place)
    this.#permit = permit
  }

  /** @internal */
  _try(place: Place | null): Ready<Permit> | null {
    if (this.#isFree()) return new Ready(this._take(place))
    if (this.owned && this.locked() && this.#holder === taskHere()) {
      throw new RuntimeError(
        `${this} is not re-entrant, and this task holds it: ${this.#heldBy()}; it is acquired again${place}`,
      )
    }
    this._bind()
    return null
  }

  /** @internal */
  _take(place: Place | null): Permit {
    const permit = new Permit(this, 1)
    this.#permit = permit
    this.#handing = false
    this.#holder = taskHere()
    this.#place = place
    return handedOut(permit, this)
  }

  /** @internal */
  _release(permit: Permit): void {
    if (this.#permit !== permit) {
      throw new RuntimeError(
        `Expected a permit that holds ${this}, got one whose task waits in a Condition: release it after the wait`,
      )
    }
    if (this.owned) this.#checkOwner(permit.release)
    this.#clear()
  }

  /** @internal */
  _wakeNext(): void {
    this.#handing = !this.locked() && this._queue.wakeOne()
  }

  /**
   * @internal A waiting task left. If it was cancelled while first in line, the next one has to be woken now.
   */
  _left(): void {
    if (!this.#handing) this._wakeNext()
  }

  /** @internal See ViewedPrimitive: viewers ask. */
  get _takenAt(): string | undefined {
    return this.#place?.toString().trim().replace(/^at /, '')
  }

  /** @internal Its `release()` ends the permit. */
  get _countsReleases(): boolean {
    return false
  }

  /** @internal */
  override _summary(): string {
    return `${this.locked() ? 'locked' : 'unlocked'}, waiting:${this._queue.size}`
  }

  #isFree(): boolean {
    return this.#permit === null && !this.#handing && this._queue.size === 0
  }

  #checkOwner(caller: (...args: never[]) => unknown): void {
    if (this.#holder === taskHere()) return
    throw new RuntimeError(
      `Expected ${this} to be released by its holder, ${this.#heldBy()}; ` +
        `it is released by ${taskHere()?.name ?? 'a callback'}${placeOf(caller).toString()}`,
    )
  }

  #clear(): void {
    this.#permit = null
    this.#holder = null
    this.#place = null
    this._wakeNext()
  }

  #heldBy(): string {
    if (!this.locked()) return this.#handing ? 'handed over' : 'free'
    return `held by ${this.#holder?.name ?? 'no task'}${this.#place ?? ''}`
  }
}

const acquire = { name: 'Lock.acquire' }

class Acquire extends Turn<void, Permit> {
  readonly #lock: Lock
  readonly #place: Place | null

  constructor(lock: Lock, place: Place | null) {
    super(acquire)
    this.#lock = lock
    this.#place = place
  }

  override start(): Iterator<Suspension, Permit, unknown> {
    return this.#lock._try(this.#place) ?? this.wait(this.#lock._queue.park())
  }

  protected override taken(): IteratorResult<Suspension, Permit> {
    return { done: true, value: this.#lock._take(this.#place) }
  }

  protected override left(): void {
    this.#lock._left()
  }
}
