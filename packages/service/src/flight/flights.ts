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
  type CoroutineLike,
  coroutine,
  type EventLoop,
  isCancelledError,
  RuntimeError,
  type Suspension,
  type Task,
} from '@acoro/core'
import { cancelAll, Ready } from '@acoro/core/lowlevel'
import { awaitable } from '../base/user-code.ts'
import { type Boarded, Seat } from './seat.ts'

/** So many have to leave before their seats are taken out. */
const SWEEP_FROM = 32

/** One piece of work under way, and those who wait for it. */
export class Flight<T> implements Boarded<T> {
  readonly key: unknown
  readonly loop: EventLoop
  readonly task: Task<T>
  /** How many wait for it. One that nobody waits for, though it goes on, is counted as one. */
  waiting = 0
  readonly #flights: Flights
  readonly #name: string
  /** In order of arrival, some of those who have left included. */
  #seats: Seat<unknown>[] = []
  #left = 0
  /** One for all seats. */
  #outcome: Ready<T> | null = null

  constructor(flights: Flights, key: unknown, loop: EventLoop, work: CoroutineLike<T>, name: string) {
    this.#flights = flights
    this.key = key
    this.loop = loop
    this.#name = name
    this.task = loop.createTask(work, { name, eager: false })
    this.task.addDoneCallback(() => this.#ended())
  }

  /** What its seats wait for: the task. */
  *[Symbol.iterator](): Generator<Task<unknown>> {
    yield this.task as Task<unknown>
  }

  describe(): string {
    return `${this.#name} (a call under way, ${this.waiting} waiting for it)`
  }

  /** To be awaited at once: returns the value of the work, or throws its error. */
  join(): Seat<T> {
    const seat = new Seat<T>(this)
    this.#add(seat)
    return seat
  }

  /** To be awaited at once: returns when the work has ended, in whatever way. */
  share(): Seat<unknown> {
    const seat = new Companion(this)
    this.#add(seat)
    return seat
  }

  outcome(): Ready<T> {
    try {
      this.#outcome ??= new Ready(this.task.result())
      return this.#outcome
    } catch (error) {
      if (!isCancelledError(error)) throw error
      // Nobody has cancelled the waiting task, so it must not look like that.
      throw new RuntimeError('The call that this one shared was cancelled', { cause: error })
    }
  }

  leave(): boolean {
    this.waiting--
    if (++this.#left >= SWEEP_FROM && this.#left * 2 > this.#seats.length) {
      this.#seats = this.#seats.filter((seat) => !seat.done())
      this.#left = 0
    }
    return this.waiting === 0 && !this.task.done()
  }

  *end(): Generator<Suspension, void, unknown> {
    this.#flights.remove(this as Flight<unknown>)
    yield* cancelAll(new Set(this))
  }

  abandon(): void {
    this.#flights.remove(this as Flight<unknown>)
    this.task.cancel()
  }

  #add(seat: Seat<unknown>): void {
    this.waiting++
    this.#seats.push(seat)
  }

  #ended(): void {
    this.#flights.remove(this as Flight<unknown>)
    const seats = this.#seats
    this.#seats = []
    for (const seat of seats) if (!seat.done()) seat.setResult(undefined)
  }
}

/** The seat of a caller that asks the task for the outcome by itself. */
class Companion extends Seat<unknown> {
  protected override taken(): Ready<unknown> {
    return ENDED
  }
}

const ENDED = new Ready<unknown>(undefined)

/** The work of a function that may do anything when it is called: it is called in the task. */
export const flying: (begin: () => Awaitable<unknown>, name: string) => CoroutineLike<unknown> = coroutine(
  function* call(begin: () => Awaitable<unknown>, name: string): Generator<Suspension, unknown, unknown> {
    return yield* awaitable(begin(), name)
  },
)

/** What the map has for a key. It is emptied, because the tables of a Map outlive what was in them. */
interface Departure {
  flight: Flight<unknown> | null
}

export class Flights {
  readonly #flights = new Map<unknown, Departure>()

  get size(): number {
    return this.#flights.size
  }

  get<T>(key: unknown): Flight<T> | undefined {
    const flight = (this.#flights.get(key)?.flight ?? undefined) as Flight<T> | undefined
    // Its task may have been cancelled by somebody else, or have ended in this turn.
    return flight === undefined || flight.task.done() || flight.task.cancelling() > 0 ? undefined : flight
  }

  begin<T>(key: unknown, loop: EventLoop, work: CoroutineLike<T>, name: string): Flight<T> {
    const flight = new Flight<T>(this, key, loop, work, name)
    this.#flights.set(key, { flight: flight as Flight<unknown> })
    return flight
  }

  /** Is it the one that a call for its key would join? */
  has(flight: Flight<unknown>): boolean {
    return this.#flights.get(flight.key)?.flight === flight
  }

  remove(flight: Flight<unknown>): void {
    const departure = this.#flights.get(flight.key)
    if (departure?.flight !== flight) return
    departure.flight = null
    this.#flights.delete(flight.key)
  }

  /** The next call for this key begins anew. Those who wait are not disturbed. */
  forget(key: unknown): boolean {
    return this.#flights.delete(key)
  }

  forgetAll(): void {
    this.#flights.clear()
  }
}
