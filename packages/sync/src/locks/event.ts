/**
 * A flag that tasks wait for. asyncio: `asyncio.Event`.
 *
 * `set()` wakes the tasks that wait at that moment; a `clear()` right after it changes nothing for them. So
 * an Event that is set and cleared is a poor signal for «something changed»: a task that arrives a moment
 * later misses it. Use Notify or Condition for that.
 */

import type { Coroutine, Suspension } from '@acoro/core'
import { Operation, Ready, WaitQueue } from '@acoro/core/lowlevel'
import { type NamedOptions, Primitive } from '../base/primitive.ts'

export interface EventStatistics {
  isSet: boolean
  waiting: number
}

/**
 * A flag that tasks wait for. asyncio: `asyncio.Event`.
 *
 * @example
 * ```ts
 * const ready = new Event()
 * await run(function* main() {
 *   getRunningLoop().callLater(5, () => ready.set())
 *   return yield* ready.wait()
 * }) // => true
 * ```
 */
export class Event extends Primitive {
  #set = false
  /** @internal */
  readonly _queue: WaitQueue<true> = new WaitQueue<true>({
    owner: this,
    describe: () => this._describe('wait', `${this._queue.size} waiting`),
    // set() wakes all, so there is no task to hand a wake-up to.
    onReturned: () => {},
  })

  constructor(options?: NamedOptions) {
    super(options)
  }

  isSet(): boolean {
    return this.#set
  }

  /** Sets the flag and wakes all waiting tasks. Does nothing if it is set. */
  set(): void {
    if (this.#set) return
    this.#set = true
    this._queue.wakeAll(true)
  }

  /** Clears the flag. Tasks that were woken by `set()` go on. */
  clear(): void {
    this.#set = false
  }

  /** Waits until the flag is set; returns true. Cancelling it changes nothing. */
  wait(): Coroutine<true> {
    return new Wait(this)
  }

  statistics(): EventStatistics {
    return { isSet: this.#set, waiting: this._queue.size }
  }

  /** @internal */
  override _summary(): string {
    return `${this.#set ? 'set' : 'unset'}, waiting:${this._queue.size}`
  }
}

const wait = { name: 'Event.wait' }

class Wait extends Operation<true> {
  readonly #event: Event

  constructor(event: Event) {
    super(wait)
    this.#event = event
  }

  /** @internal For `select`. */
  get _isReady(): boolean {
    return this.#event.isSet()
  }

  start(): Iterator<Suspension, true, unknown> {
    if (this.#event.isSet()) return new Ready<true>(true)
    this.#event._bind()
    return this.#event._queue.park()
  }
}
