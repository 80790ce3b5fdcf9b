/**
 * Waits until a condition holds for state that a lock protects. asyncio: `asyncio.Condition`.
 *
 * `wait()` releases the lock while it waits, and holds it again when it ends, whatever the reason. A
 * cancelled task acquires the lock too, even if it is cancelled again meanwhile, because the block around the
 * wait releases it.
 *
 *   t=0  a, b wait            t=1  notify() wakes a            t=1  a is cancelled before it runs
 *   t=2  a acquires the lock, sees the cancellation and notifies in its turn: b is woken, nothing is lost
 *
 * The trade-off is asyncio's: a cancelled task notifies another one whether it was notified or not, so a task
 * may be woken for nothing. `waitFor(predicate)` checks again, as every user of `wait()` must.
 */

import { type Coroutine, coroutine, isCancelledError, RuntimeError, type Suspension } from '@acoro/core'
import { describeValue, holdCancel, releaseCancel, WaitQueue } from '@acoro/core/lowlevel'
import { checkCount, checkFunction } from '../base/check.ts'
import type { Permit } from '../base/permit.ts'
import { type NamedOptions, Primitive } from '../base/primitive.ts'
import { type Lent, Lock } from './lock.ts'

export interface ConditionStatistics {
  locked: boolean
  /** Tasks that wait for a notification. */
  waiting: number
  /** Tasks that wait for the lock. */
  waitingForLock: number
}

/**
 * Lets tasks wait for a change of state that its lock protects. asyncio: `asyncio.Condition`.
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
    owner: this,
    describe: () => this._describe('wait', `${this.#queue.size} waiting`),
    // `_wait` hands the notification on, once it has the lock again.
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

  /** Calls `acquire()` of its lock. */
  acquire(): Coroutine<Permit> {
    return this.#lock.acquire()
  }

  /** Calls `release()` of its lock. */
  release(): void {
    this.#lock.release()
  }

  /**
   * Releases the lock, waits for a notification and acquires the lock again; returns true. It may be woken
   * for nothing: check the state again, or use `waitFor`. RuntimeError if the lock is not held. If cancelled,
   * it ends with the lock held and hands a notification on.
   */
  wait(): Coroutine<true> {
    this.#checkLocked('wait on')
    return wait(this)
  }

  /** Calls `wait()` until `predicate()` returns a truthy value; returns that. Cancelled as `wait()` is. */
  waitFor<T>(predicate: () => T): Coroutine<T> {
    checkFunction(predicate, 'a predicate')
    return waitFor(this, predicate) as Coroutine<T>
  }

  /** Wakes the first `count` waiting tasks; they go on when they have the lock. RuntimeError without it. */
  notify(count = 1): void {
    checkCount(count, 'how many to notify', 0)
    this.#checkLocked('notify on')
    this.#queue.wake(count)
  }

  /** Wakes all tasks that wait now. RuntimeError if the lock is not held. */
  notifyAll(): void {
    this.#checkLocked('notify on')
    this.#queue.wakeAll()
  }

  /** For `asyncWith`: acquires the lock at the beginning of the block. */
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
    const lent = this.#lock._lend()
    const parked = this.#queue.park()
    let notified = false
    try {
      try {
        yield* parked
      } finally {
        yield* this.#reacquire(lent)
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

  /** Acquires the lock even if cancelled meanwhile; throws the last cancellation after that. */
  *#reacquire(lent: Lent): Generator<Suspension, void, unknown> {
    let cancellation: unknown
    let held: ReturnType<typeof holdCancel> = null
    try {
      for (;;) {
        try {
          yield* this.#lock._reacquire(lent)
          break
        } catch (error) {
          if (!isCancelledError(error)) throw error
          cancellation = error
          held ??= holdCancel()
        }
      }
    } finally {
      releaseCancel(held)
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

/** Tells a Lock by its methods, because another copy of this package may have made it. */
function isLock(value: unknown): value is Lock {
  const lock = value as Lock | null
  return typeof lock === 'object' && typeof lock?._reacquire === 'function'
}
