/**
 * A count that goes down to 0 once. Tasks wait for that.
 *
 * A Barrier makes tasks wait for one another, again and again. A latch is for one event that takes several
 * steps, such as «all ten workers are connected»: those who count down do not wait, and those who wait need
 * not count.
 */

import type { Coroutine, Suspension } from '@acoro/core'
import { Operation, Ready, WaitQueue } from '@acoro/core/lowlevel'
import { checkCount } from '../base/check.ts'
import { type NamedOptions, Primitive } from '../base/primitive.ts'

export interface LatchStatistics {
  /** How often it is to be counted down yet. */
  count: number
  waiting: number
}

/**
 * Opens for good when it was counted down `count` times. TypeError and RangeError for a wrong count. asyncio
 * has no counterpart; Java's CountDownLatch, C++'s std::latch.
 *
 * @example
 * ```ts
 * const connected = new Latch(2)
 * const worker = coroutine(function* worker(ms: number) {
 *   yield* sleep(ms)
 *   connected.countDown()
 * })
 * await run(function* main() {
 *   const workers = [createTask(worker(10)), createTask(worker(20))]
 *   yield* connected.wait()
 *   return workers.map((task) => task.done())
 * }) // => [true, true]
 * ```
 */
export class Latch extends Primitive {
  #count: number
  /** @internal */
  readonly _queue: WaitQueue = new WaitQueue({
    owner: this,
    describe: () => this._describe('wait', `${this.#count} to count down, ${this._queue.size} waiting`),
    // It wakes all, so there is no task to hand a wake-up to.
    onReturned: () => {},
  })

  constructor(count: number, options?: NamedOptions) {
    super(options)
    checkCount(count, 'the count of a Latch', 0)
    this.#count = count
  }

  /** How often it is to be counted down yet. At 0 it is open. */
  get count(): number {
    return this.#count
  }

  /** Whether `wait()` would return at once. */
  isOpen(): boolean {
    return this.#count === 0
  }

  /**
   * Counts down by `by`. At 0 it wakes all waiting tasks. RangeError if that makes less than 0. Never waits.
   */
  countDown(by = 1): void {
    checkCount(by, 'what to count down by', 1)
    if (by > this.#count) {
      throw new RangeError(
        `Expected at most ${this.#count} to count down by, all that ${this} has left, got ${by}`,
      )
    }
    this.#count -= by
    if (this.#count === 0) this._queue.wakeAll()
  }

  /** Waits until it is open. Cancelling it changes nothing. */
  wait(): Coroutine<void> {
    return new Wait(this)
  }

  statistics(): LatchStatistics {
    return { count: this.#count, waiting: this._queue.size }
  }

  /** @internal */
  override _summary(): string {
    return `${this.#count === 0 ? 'open' : `count:${this.#count}`}, waiting:${this._queue.size}`
  }
}

const wait = { name: 'Latch.wait' }

class Wait extends Operation<void> {
  readonly #latch: Latch

  constructor(latch: Latch) {
    super(wait)
    this.#latch = latch
  }

  /** @internal For `select`. */
  get _isReady(): boolean {
    return this.#latch.isOpen()
  }

  override start(): Iterator<Suspension, void, unknown> {
    const latch = this.#latch
    if (latch.isOpen()) return new Ready(undefined)
    latch._bind()
    return latch._queue.park()
  }
}
