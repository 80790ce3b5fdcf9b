/**
 * A place where a number of tasks meet: all wait until the last has come. asyncio: `asyncio.Barrier`.
 *
 *   filling --the last one comes--> draining --the last one leaves--> filling
 *      |  \--reset(), somebody waits--> resetting --the last one leaves--> filling
 *      \--abort()--> broken --reset()--> filling, or resetting while somebody is still inside
 *
 * Who comes while it drains or resets waits for the next round. A waiter that is cancelled just leaves. What a released
 * task makes of its release it sees when it runs, so an `abort()` in the meantime still reaches it, as in asyncio.
 *
 * Different from asyncio on purpose: positions are given when all are there, so that each of those released together
 * has one of its own; in asyncio a cancelled waiter makes two of them share one.
 */

import { type Coroutine, coroutine, type Suspension } from '@acoro/core'
import { WaitQueue } from '@acoro/core/lowlevel'
import { checkCount } from '../base/check.ts'
import { BrokenBarrierError } from '../base/errors.ts'
import { type NamedOptions, Primitive } from '../base/primitive.ts'

export interface BarrierStatistics {
  parties: number
  /** Those who wait for the others. */
  waiting: number
  state: 'filling' | 'draining' | 'resetting' | 'broken'
}

/**
 * Makes `parties` tasks wait for one another. RangeError for less than 1. asyncio: `asyncio.Barrier`.
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
  /** Those inside: waiting, or released and not gone yet. */
  #inside = 0
  readonly #queue: WaitQueue<number> = new WaitQueue<number>({
    describe: () => this._describe('wait', `${this.#inside} of ${this.parties} there, ${this.#state}`),
    // All are woken together: there is nobody to hand a wake-up to.
    onReturned: () => {},
  })

  constructor(parties: number, options?: NamedOptions) {
    super(options)
    checkCount(parties, 'the parties of a Barrier', 1)
    this.parties = parties
  }

  /** How many wait for the others; 0 while it lets them go. */
  get nWaiting(): number {
    return this.#state === 'filling' ? this.#inside : 0
  }

  get broken(): boolean {
    return this.#state === 'broken'
  }

  /**
   * Waits until all parties are there; gives a position from 0 to `parties - 1`, each another. BrokenBarrierError where it
   * is or gets broken, or is reset meanwhile. Cancelled, it leaves as if it had not come.
   */
  wait(): Coroutine<number> {
    return wait(this)
  }

  /** Throws BrokenBarrierError at those who wait, and begins anew. Never waits. */
  reset(): Coroutine<void> {
    return reset(this)
  }

  /** Throws BrokenBarrierError at those who wait and at all who come, until `reset()`. Never waits. */
  abort(): Coroutine<void> {
    return abort(this)
  }

  /** For `asyncWith`: waits at the beginning of the block, which gets the position. */
  aenter(): Coroutine<number> {
    return this.wait()
  }

  /** For `asyncWith`: nothing. */
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

  /** The last one out opens the barrier for those who wait for the next round. */
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
