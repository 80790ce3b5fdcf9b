/**
 * A number of tasks wait for one another: all go on when the last one arrives. asyncio: `asyncio.Barrier`.
 *
 *   filling --the last task arrives--> draining --the last task leaves--> filling
 *      |  \--reset() while a task waits--> resetting --the last task leaves--> filling
 *      \--abort()--> broken --reset()--> filling, or resetting while a task is still inside
 *
 * A task that arrives while the barrier drains or resets waits for the next round. A cancelled task just
 * leaves. A released task looks at the state when it runs, so an `abort()` in between still reaches it, as in
 * asyncio.
 *
 * Different from asyncio on purpose: positions are numbered when all tasks are there, so each task of a round
 * has its own, in order of arrival. In asyncio a cancel makes two tasks share a position, and the first task
 * that still waits moves to the end of the line.
 */

import { type Coroutine, coroutine, type Suspension } from '@acoro/core'
import { WaitQueue } from '@acoro/core/lowlevel'
import { checkCount } from '../base/check.ts'
import { BrokenBarrierError } from '../base/errors.ts'
import { type NamedOptions, Primitive } from '../base/primitive.ts'

export interface BarrierStatistics {
  parties: number
  /** Tasks that wait for the others. */
  waiting: number
  state: 'filling' | 'draining' | 'resetting' | 'broken'
}

/**
 * Makes `parties` tasks wait for one another. RangeError if `parties` is less than 1. asyncio:
 * `asyncio.Barrier`.
 *
 * @example
 * ```ts
 * const start = new Barrier(2)
 * const log: string[] = []
 * const racer = coroutine(function* racer(name: string, ms: number) {
 *   yield* sleep(ms)
 *   const position = yield* start.wait()
 *   log.push(`${name} starts, position ${position}`)
 * })
 * yield* gather(racer('a', 20), racer('b', 10))
 * log // => ['a starts, position 1', 'b starts, position 0']
 * ```
 */
export class Barrier extends Primitive {
  readonly parties: number
  #state: BarrierStatistics['state'] = 'filling'
  /** Tasks inside: they wait, or were released and have not left yet. */
  #inside = 0
  readonly #queue: WaitQueue<number> = new WaitQueue<number>({
    owner: this,
    describe: () => this._describe('wait', `${this.#inside} of ${this.parties} there, ${this.#state}`),
    // All are woken together, so there is no task to hand a wake-up to.
    onReturned: () => {},
  })

  constructor(parties: number, options?: NamedOptions) {
    super(options)
    checkCount(parties, 'the parties of a Barrier', 1)
    this.parties = parties
  }

  /** The number of tasks that wait for the others; 0 while the barrier drains. */
  get nWaiting(): number {
    return this.#state === 'filling' ? this.#inside : 0
  }

  /** Whether it was aborted. */
  get broken(): boolean {
    return this.#state === 'broken'
  }

  /**
   * Waits until all parties are there; returns a position from 0 to `parties - 1`, different for each task.
   * BrokenBarrierError if the barrier is broken, or is aborted or reset meanwhile. A cancelled task leaves as
   * if it had not arrived.
   */
  wait(): Coroutine<number> {
    return wait(this)
  }

  /** Throws BrokenBarrierError in the waiting tasks, and begins anew. Never waits. */
  reset(): Coroutine<void> {
    return reset(this)
  }

  /** Throws BrokenBarrierError in the waiting tasks and in all that arrive until `reset()`. Never waits. */
  abort(): Coroutine<void> {
    return abort(this)
  }

  /** For `asyncWith`: waits at the beginning of the block, which receives the position. */
  aenter(): Coroutine<number> {
    return this.wait()
  }

  /** For `asyncWith`: does nothing. */
  *aexit(): Generator<Suspension, void, unknown> {}

  statistics(): BarrierStatistics {
    return { parties: this.parties, waiting: this.nWaiting, state: this.#state }
  }

  /** @internal */
  *_wait(): Generator<Suspension, number, unknown> {
    while (this.#state === 'draining' || this.#state === 'resetting') yield* this.#park()
    if (this.#state === 'broken') throw new BrokenBarrierError(`${this} was aborted`)
    this.#inside++
    try {
      if (this.#inside === this.parties) return this.#release()
      const position = yield* this.#park()
      // It may have been aborted or reset since it was woken.
      if (this.broken || (this.#state as string) === 'resetting') {
        throw new BrokenBarrierError(`${this} was aborted or reset`)
      }
      return position
    } finally {
      this.#inside--
      this.#leave()
    }
  }

  /** @internal */
  _reset(): void {
    this.#state = this.#inside > 0 ? 'resetting' : 'filling'
    this.#queue.wakeAll(-1)
  }

  /** @internal */
  _abort(): void {
    this.#state = 'broken'
    this.#queue.wakeAll(-1)
  }

  /** @internal */
  override _summary(): string {
    return `${this.#state}, waiting:${this.nWaiting}/${this.parties}`
  }

  #park(): ReturnType<WaitQueue<number>['park']> {
    this._bind()
    return this.#queue.park()
  }

  #release(): number {
    this.#state = 'draining'
    let position = 0
    while (this.#queue.wakeOne(position)) position++
    return position
  }

  /** The last task to leave opens the barrier for tasks that wait for the next round. */
  #leave(): void {
    if (this.#inside > 0) return
    if (this.#state !== 'broken') this.#state = 'filling'
    this.#queue.wakeAll(-1)
  }
}

const wait = coroutine(function* wait(barrier: Barrier): Generator<Suspension, number, unknown> {
  return yield* barrier._wait()
})

const reset = coroutine(function* reset(barrier: Barrier): Generator<Suspension, void, unknown> {
  barrier._reset()
})

const abort = coroutine(function* abort(barrier: Barrier): Generator<Suspension, void, unknown> {
  barrier._abort()
})
