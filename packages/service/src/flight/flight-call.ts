/**
 * A call that waits for a flight.
 *
 * Many calls share one flight, so what each of them costs is what counts: it is one object beside its place in line,
 * and the iterator of its own wait. Only the last one to leave needs more, because it waits for the end of the work.
 */

import { RuntimeError, type Suspension } from '@acoro/core'
import { OwnIterator, type Parked } from '@acoro/core/lowlevel'
import type { Flight } from './flights.ts'

type Wait<T> = Iterator<Suspension, T, unknown>
type Result<T> = IteratorResult<Suspension, T>

const CALL = { name: 'call' }

export abstract class FlightCall<T> extends OwnIterator<T> {
  // Declared, and assigned in the constructor, for speed.
  declare private flight: Flight<T> | null
  declare private parked: Parked<void, void> | null
  /** The end of the work, which the last one to leave waits for. */
  declare private ending: Wait<never> | null
  /** Whether it is the iterator of its own wait. */
  declare private isOwn: boolean

  constructor() {
    super(CALL)
    this.flight = null
    this.parked = null
    this.ending = null
    this.isOwn = false
  }

  protected join(flight: Flight<T>): Wait<T> {
    flight.waiting++
    this.flight = flight
    this.parked = flight.park()
    this.isOwn = this.own() === this
    return this.isOwn ? this : new Beside(this)
  }

  override advance(sent: unknown, forwarded: boolean): Result<T> {
    if (this.ending !== null) return this.ending.next(sent)
    const { parked } = this
    if (parked === null) throw new RuntimeError('cannot reuse already awaited coroutine')
    const result = (forwarded ? parked.next(sent) : parked.next()) as Result<unknown>
    if (result.done === true) result.value = this.left().outcome()
    return result as Result<T>
  }

  override throw(error: unknown): Result<T> {
    return this.isOwn ? this._thrown(error) : super.throw(error)
  }

  override return(value?: T): Result<T> {
    if (!this.isOwn) return super.return(value)
    this._closed()
    return { done: true, value: value as T }
  }

  /** @internal An error, which is a cancel, ends the wait. The last one to leave cancels the work, and awaits it. */
  _thrown(error: unknown): Result<T> {
    if (this.ending !== null) return (this.ending as Required<Wait<never>>).throw(error)
    if (this.parked === null) throw error
    try {
      return this.parked.throw(error) as never
    } catch (thrown) {
      const flight = this.left()
      if (!flight.isLeft) throw thrown
      this.ending = endOf(flight, thrown)
      return this.ending.next(undefined)
    }
  }

  /** @internal Closed, it cannot wait: the work is cancelled, and ends by itself. */
  _closed(): void {
    if (this.ending !== null) {
      this.ending.return?.()
      return
    }
    if (this.parked === null) return
    this.parked.return()
    const flight = this.left()
    if (!flight.isLeft) return
    flight.leaveMap()
    flight.task.cancel()
  }

  /** Its wait is over. */
  private left(): Flight<T> {
    const flight = this.flight as Flight<T>
    flight.waiting--
    this.parked = null
    return flight
  }
}

function* endOf(flight: Flight<unknown>, error: unknown): Generator<Suspension, never, unknown> {
  yield* flight.end()
  throw error
}

/** Its iterator if a frame drives it: then the call itself stands for the frame. */
class Beside<T> implements Wait<T> {
  readonly #call: FlightCall<T>

  constructor(call: FlightCall<T>) {
    this.#call = call
  }

  next(sent?: unknown): Result<T> {
    // biome-ignore lint/complexity/noArguments: whether something is passed on tells delegation from driving by hand.
    return this.#call.advance(sent, arguments.length > 0)
  }

  throw(error: unknown): Result<T> {
    return this.#call._thrown(error)
  }

  return(value?: T): Result<T> {
    this.#call._closed()
    return { done: true, value: value as T }
  }
}
