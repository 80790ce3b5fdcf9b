/**
 * «Wait until this holds», for state that a lock protects. asyncio: `asyncio.Condition`.
 *
 * A waiter gives the lock back while it waits and has it again when `wait()` ends, however it ends: where it is
 * cancelled it takes the lock all the same, however often it is cancelled meanwhile, because the block around it
 * is going to release it.
 *
 *   t=0  a, b wait            t=1  notify() wakes a            t=1  a is cancelled before it ran
 *   t=2  a takes the lock, sees the cancellation, and notifies in its turn: b is woken, nothing is lost
 *
 * The trade-off is asyncio's: a cancelled waiter notifies whether it had been notified or not, so a waiter may be woken
 * for nothing. `waitFor(predicate)` looks again, as any user of `wait()` has to.
 */

import { type Coroutine, coroutine, isCancelledError, RuntimeError, type Suspension } from '@acoro/core'
import { describeValue, WaitQueue } from '@acoro/core/lowlevel'
import { checkCount, checkFunction } from '../base/check.ts'
import type { Permit } from '../base/permit.ts'
import { type NamedOptions, Primitive } from '../base/primitive.ts'
import { Lock } from './lock.ts'

export interface ConditionStatistics {
  locked: boolean
  /** Those who wait to be notified. */
  waiting: number
  /** Those who wait for the lock. */
  waitingForLock: number
}

/**
 * Lets tasks wait for a change of what its lock protects. asyncio: `asyncio.Condition`.
 *
 * @example
 * ```ts
 * const changed = new Condition()
 * const shelf: string[] = []
 * const take = coroutine(function* take() {
 *   using _held = yield* changed.acquire()
 *   yield* changed.waitFor(() => shelf.length > 0)
 *   return shelf.pop()
 * })
 * await run(function* main() {
 *   const taker = createTask(take())
 *   yield* sleep(10)
 *   using _held = yield* changed.acquire()
 *   shelf.push('book')
 *   changed.notify()
 *   _held.release()
 *   return yield* taker
 * }) // => 'book'
 * ```
 */
export class Condition extends Primitive {
  readonly #lock: Lock
  readonly #queue: WaitQueue = new WaitQueue({
    describe: () => this._describe('wait', `${this.#queue.size} waiting`),
    // Handed on by `wait`, after it has the lock again.
    onReturned: () => {},
  })

  constructor(lock?: Lock, options?: NamedOptions) {
    super(options)
    if (lock !== undefined && !isLock(lock)) {
      throw new TypeError(`Expected the lock of a Condition, a Lock, got ${describeValue(lock)}`)
    }
    this.#lock = lock ?? new Lock(options)
  }

  locked(): boolean {
    return this.#lock.locked()
  }

  /** `lock.acquire()` of its lock. */
  acquire(): Coroutine<Permit> {
    return this.#lock.acquire()
  }

  /** `lock.release()` of its lock. */
  release(): void {
    this.#lock.release()
  }

  /**
   * Gives the lock back, waits to be notified, and takes the lock again; gives true. It may be woken for nothing:
   * look at what you wait for again, or use `waitFor`. RuntimeError without the lock. Cancelled, it ends with the lock
   * held, and hands a notification on.
   */
  wait(): Coroutine<true> {
    this.#checkLocked('wait on')
    return wait(this)
  }

  /** `wait()` until `predicate()` gives something true, which it gives. Cancelling it is cancelling the `wait()`. */
  waitFor<T>(predicate: () => T): Coroutine<T> {
    checkFunction(predicate, 'a predicate')
    return waitFor(this, predicate) as Coroutine<T>
  }

  /** Wakes the first `count` who wait; they go on once they have the lock. RuntimeError without the lock. */
  notify(count = 1): void {
    checkCount(count, 'how many to notify', 0)
    this.#checkLocked('notify on')
    this.#queue.wake(count)
  }

  /** Wakes all who wait now. RuntimeError without the lock. */
  notifyAll(): void {
    this.#checkLocked('notify on')
    this.#queue.wakeAll()
  }

  /** For `asyncWith`: takes the lock at the beginning of the block. */
  *aenter(): Generator<Suspension, void, unknown> {
    yield* this.acquire()
  }

  /** For `asyncWith`: releases the lock at the end of the block. */
  *aexit(): Generator<Suspension, void, unknown> {
    this.release()
  }

  statistics(): ConditionStatistics {
    return {
      locked: this.locked(),
      waiting: this.#queue.size,
      waitingForLock: this.#lock.statistics().waiting,
    }
  }

  /** @internal */
  *_wait(): Generator<Suspension, true, unknown> {
    this.#checkLocked('wait on')
    this._bind()
    const place = this.#lock._place
    this.release()
    const parked = this.#queue.park()
    let notified = false
    try {
      try {
        yield* parked
      } finally {
        yield* this.#reacquire(place)
      }
      notified = true
      return true
    } finally {
      if (!notified) this.#queue.wakeOne()
    }
  }

  /** @internal */
  override _summary(): string {
    return `${this.locked() ? 'locked' : 'unlocked'}, waiting:${this.#queue.size}`
  }

  /** Takes the lock, however often it is cancelled meanwhile; the last cancellation comes out after that. */
  *#reacquire(place: Lock['_place']): Generator<Suspension, void, unknown> {
    let cancellation: unknown
    for (;;) {
      try {
        yield* this.#lock._acquireFrom(place)
        break
      } catch (error) {
        if (!isCancelledError(error)) throw error
        cancellation = error
      }
    }
    if (cancellation !== undefined) throw cancellation
  }

  #checkLocked(what: string): void {
    if (!this.locked()) {
      throw new RuntimeError(`cannot ${what} un-acquired lock: acquire() ${this} first`)
    }
  }
}

const wait = coroutine(function* wait(condition: Condition): Generator<Suspension, true, unknown> {
  return yield* condition._wait()
})

const waitFor = coroutine(function* waitFor<T>(
  condition: Condition,
  predicate: () => T,
): Generator<Suspension, T, unknown> {
  let result = predicate()
  while (!result) {
    yield* condition._wait()
    result = predicate()
  }
  return result
})

/** By what it can do, because another copy of this package may have made it. */
function isLock(value: unknown): value is Lock {
  const lock = value as Lock | null
  return typeof lock === 'object' && typeof lock?._acquireFrom === 'function'
}
