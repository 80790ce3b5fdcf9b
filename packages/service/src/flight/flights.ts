/**
 * Work under way, by key. Calls for the same key wait for the same work.
 *
 *   a call, no flight for its key --> a task of its own begins --> it ends: all who wait get its outcome
 *   a call, a flight for its key --> waits, too                    \
 *   the last one to wait leaves --> out of the map, cancelled, awaited
 *
 * The first caller does not own the work, so its cancel fails nobody. Invariant: only a flight that is not
 * being cancelled is in the map, so nobody joins one that will fail. What leaves the map removes only itself.
 */

import {
  type Awaitable,
  coroutine,
  type EventLoop,
  isCancelledError,
  RuntimeError,
  type Suspension,
  type Task,
} from '@acoro/core'
import { cancelAll, WaitQueue } from '@acoro/core/lowlevel'
import { awaitable } from '../base/user-code.ts'

/** One piece of work under way, and the line of those who wait for it. */
export class Flight<T> extends WaitQueue {
  readonly key: unknown
  readonly task: Task<T>
  /** How many wait for it. One that nobody waits for, though it goes on, is counted as one. */
  waiting = 0
  readonly #flights: Flights
  readonly #name: string

  constructor(flights: Flights, key: unknown, loop: EventLoop, begin: () => Awaitable<T>, name: string) {
    super()
    this.#flights = flights
    this.key = key
    this.#name = name
    this.task = loop.createTask(flying(begin, name), { name, eager: false }) as Task<T>
    this.task.addDoneCallback(() => {
      flights.remove(this as Flight<unknown>)
      this.wakeAll()
    })
  }

  override describe(): string {
    return `${this.#name} (a call under way, ${this.waiting} waiting for it)`
  }

  override holders(): Iterable<Task<unknown>> {
    return [this.task as Task<unknown>]
  }

  /** Waits for the end, and returns the flight. The last one to leave cancels the work, and awaits it. */
  *share(): Generator<Suspension, this, unknown> {
    this.waiting++
    try {
      if (!this.task.done()) yield* this.park()
    } finally {
      this.waiting--
      if (this.isLeft) yield* this.end()
    }
    return this
  }

  /** Whether all have left it, and it goes on. */
  get isLeft(): boolean {
    return this.waiting === 0 && !this.task.done()
  }

  /** Its value or error, once it has ended. */
  outcome(): T {
    try {
      return this.task.result()
    } catch (error) {
      if (!isCancelledError(error)) throw error
      // Nobody has cancelled the waiting task, so it must not look like that.
      throw new RuntimeError('The call that this one shared was cancelled', { cause: error })
    }
  }

  /** Nobody joins it any more. */
  leaveMap(): void {
    this.#flights.remove(this as Flight<unknown>)
  }

  /** Cancels the work, and waits until it has ended. */
  *end(): Generator<Suspension, void, unknown> {
    this.leaveMap()
    yield* cancelAll(new Set([this.task as Task<unknown>]))
  }
}

const flying = coroutine(function* call(
  begin: () => Awaitable<unknown>,
  name: string,
): Generator<Suspension, unknown, unknown> {
  return yield* awaitable(begin(), name)
})

export class Flights {
  readonly #flights = new Map<unknown, Flight<unknown>>()

  get size(): number {
    return this.#flights.size
  }

  get<T>(key: unknown): Flight<T> | undefined {
    const flight = this.#flights.get(key) as Flight<T> | undefined
    // Its task may have been cancelled by somebody else, or have ended in this turn.
    return flight === undefined || flight.task.done() || flight.task.cancelling() > 0 ? undefined : flight
  }

  begin<T>(key: unknown, loop: EventLoop, begin: () => Awaitable<T>, name: string): Flight<T> {
    const flight = new Flight<T>(this, key, loop, begin, name)
    this.#flights.set(key, flight as Flight<unknown>)
    return flight
  }

  /** Is it the one that a call for its key would join? */
  has(flight: Flight<unknown>): boolean {
    return this.#flights.get(flight.key) === flight
  }

  remove(flight: Flight<unknown>): void {
    if (this.has(flight)) this.#flights.delete(flight.key)
  }

  /** The next call for this key begins anew. Those who wait are not disturbed. */
  forget(key: unknown): boolean {
    return this.#flights.delete(key)
  }

  forgetAll(): void {
    this.#flights.clear()
  }
}
