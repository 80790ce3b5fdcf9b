/**
 * Runs parts of several tasks in a fixed order, without sleeping: each part says which turn it takes. After
 * trio's Sequencer.
 */

import { type Coroutine, coroutine, RuntimeError } from '@acoro/core'
import { describeValue, WaitQueue } from '@acoro/core/lowlevel'

/**
 * Runs blocks of several tasks one after the other, in the order of their numbers: 0, 1, 2, …
 *
 * @example
 * ```ts
 * import { gather, run } from '@acoro/core'
 *
 * const turns = new Sequencer()
 * const log: string[] = []
 * const first = function* () {
 *   using _ = yield* turns.at(0)
 *   log.push('first')
 * }
 * const second = function* () {
 *   using _ = yield* turns.at(1)
 *   log.push('second')
 * }
 * await run(function* () {
 *   yield* gather(second(), first())
 * })
 * log // => ['first', 'second']
 * ```
 */
export class Sequencer {
  readonly #waiting = new Map<number, WaitQueue>()
  readonly #used = new Set<number>()
  #turn = 0
  #broken = false

  /**
   * Waits until all turns before `position` are over. Dispose the result to end this turn.
   *
   * RangeError if `position` is not an integer from 0. RuntimeError if the position is taken, or if a task
   * was cancelled before its turn: the later turns would wait for ever.
   */
  at(position: number): Coroutine<Disposable> {
    if (!Number.isSafeInteger(position) || position < 0) {
      throw new RangeError(`Expected a position, a whole number from 0 on, got ${describeValue(position)}`)
    }
    if (this.#used.has(position)) throw new RuntimeError(`Position ${position} was taken already`)
    this.#used.add(position)
    return turn(this, position)
  }

  /** @internal */
  _queue(position: number): WaitQueue | null {
    if (this.#broken) throw this.#brokenError()
    if (position === this.#turn) return null
    const queue = new WaitQueue({ describe: () => `Sequencer, turn ${position} (it is turn ${this.#turn})` })
    this.#waiting.set(position, queue)
    return queue
  }

  /** @internal */
  _break(): void {
    if (this.#broken) return
    this.#broken = true
    for (const queue of this.#waiting.values()) queue.abort(this.#brokenError())
  }

  /** @internal */
  _next(): void {
    this.#turn++
    this.#waiting.get(this.#turn)?.wakeOne()
  }

  #brokenError(): RuntimeError {
    return new RuntimeError('A task was cancelled before its turn: the turns after it cannot come')
  }
}

const turn = coroutine(function* at(sequencer: Sequencer, position: number) {
  try {
    const queue = sequencer._queue(position)
    if (queue !== null) yield* queue.park()
  } catch (error) {
    sequencer._break()
    throw error
  }
  let over = false
  return {
    [Symbol.dispose]: () => {
      if (!over) sequencer._next()
      over = true
    },
  }
})
