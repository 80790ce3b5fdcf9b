/**
 * Mutual exclusion. asyncio: `asyncio.Lock`.
 *
 *   unlocked --acquire--> locked --release, nobody waits--> unlocked
 *                               --release, somebody waits--> handing over --the woken task runs--> locked
 *
 * While it is handed over it reads as unlocked, but whoever comes then stands behind those who wait: first come,
 * first served. If the woken task is cancelled before it runs, the next one is woken.
 *
 * As in asyncio a lock has no owner: any task may release it, and a task that takes it twice waits for itself. It
 * does remember who took it, for reports. `owned: true` refuses both and says where it was taken; that costs a stack
 * for each acquisition, so it is not the default.
 */

import { type Coroutine, RuntimeError, type Suspension, type Task } from '@acoro/core'
import { describeValue, Ready, Turn, WaitQueue } from '@acoro/core/lowlevel'
import { Permit, type Releasable } from '../base/permit.ts'
import { type Place, placeOf } from '../base/place.ts'
import { type NamedOptions, Primitive } from '../base/primitive.ts'
import { taskHere } from '../base/task-here.ts'

export interface LockOptions extends NamedOptions {
  /** Refuse re-entry, and a release by another task than the one that holds it. */
  owned?: boolean | undefined
}

export interface LockStatistics {
  locked: boolean
  /** The name of the task that took it; undefined where it is free. */
  holder: string | undefined
  waiting: number
}

/**
 * Lets one task in at a time, in the order they came. asyncio: `asyncio.Lock`.
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
  #locked = false
  #handing = false
  #holder: Task<unknown> | null = null
  #place: Place | null = null
  /** @internal */
  readonly _queue: WaitQueue = new WaitQueue({
    describe: () => this._describe('acquire', `${this.#heldBy()}, ${this._queue.size} waiting`),
    holders: () => (this.#holder === null ? [] : [this.#holder]),
    onReturned: () => this._wakeNext(),
    keepsCancelled: true,
  })

  constructor(options?: LockOptions) {
    super(options)
    const owned = options?.owned
    if (owned !== undefined && typeof owned !== 'boolean') {
      throw new TypeError(`Expected owned, a boolean, got ${describeValue(owned)}`)
    }
    this.owned = owned ?? false
  }

  /** Is it held? Not while it is handed from one to the next. */
  locked(): boolean {
    return this.#locked
  }

  /**
   * Waits for its turn and takes the lock: `using held = yield* lock.acquire()`, or call `release()`. RuntimeError where
   * an owned lock is held by the same task. Cancelling it leaves the line; a turn that came already goes to the next.
   */
  acquire(): Coroutine<Permit> {
    return new Acquire(this, this.owned ? placeOf(this.acquire) : null)
  }

  /** Takes the lock if it is free and nobody waits for it; undefined otherwise. Never waits. */
  tryAcquire(): Permit | undefined {
    return this.#isFree() ? this._take(this.owned ? placeOf(this.tryAcquire) : null) : undefined
  }

  /** Gives the lock to the first who waits. RuntimeError where nobody holds it, or an owned one is held by another task. */
  release(): void {
    if (!this.#locked) throw new RuntimeError('Lock is not acquired.')
    if (this.owned && this.#holder !== taskHere()) {
      throw new RuntimeError(
        `Expected ${this} to be released by its holder, ${this.#heldBy()}; ` +
          `it is released by ${taskHere()?.name ?? 'a callback'}${placeOf(this.release).toString()}`,
      )
    }
    this.#locked = false
    this.#holder = null
    this.#place = null
    this._wakeNext()
  }

  /** For `asyncWith`: takes it at the beginning of the block. */
  *aenter(): Generator<Suspension, void, unknown> {
    yield* this.acquire()
  }

  /** For `asyncWith`: releases it at the end of the block. */
  *aexit(): Generator<Suspension, void, unknown> {
    this.release()
  }

  statistics(): LockStatistics {
    return { locked: this.#locked, holder: this.#holder?.name, waiting: this._queue.size }
  }

  /** @internal Where an owned lock was taken. */
  get _place(): Place | null {
    return this.#place
  }

  /** @internal Like `acquire`, in the name of who took it at `place`. */
  _acquireFrom(place: Place | null): Coroutine<Permit> {
    return new Acquire(this, place)
  }

  /** @internal */
  _try(place: Place | null): Ready<Permit> | null {
    if (this.#isFree()) return new Ready(this._take(place))
    if (this.owned && this.#locked && this.#holder === taskHere()) {
      throw new RuntimeError(
        `${this} is not re-entrant, and this task holds it: ${this.#heldBy()}; it is acquired again${place}`,
      )
    }
    this._bind()
    return null
  }

  /** @internal */
  _take(place: Place | null): Permit {
    this.#locked = true
    this.#handing = false
    this.#holder = taskHere()
    this.#place = place
    return new Permit(this, 1)
  }

  /** @internal */
  _release(): void {
    this.release()
  }

  /** @internal */
  _wakeNext(): void {
    this.#handing = !this.#locked && this._queue.wakeOne()
  }

  /** @internal A waiter is gone. A cancelled one may have been first in line when the lock was released. */
  _left(): void {
    if (!this.#handing) this._wakeNext()
  }

  /** @internal */
  override _summary(): string {
    return `${this.#locked ? 'locked' : 'unlocked'}, waiting:${this._queue.size}`
  }

  #isFree(): boolean {
    return !this.#locked && !this.#handing && this._queue.size === 0
  }

  #heldBy(): string {
    if (!this.#locked) return this.#handing ? 'handed over' : 'free'
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
