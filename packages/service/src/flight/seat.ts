/**
 * The wait of one caller for a flight.
 *
 * Many calls share one flight, so what each of them costs is what counts: a seat is the only object of its
 * wait. It is the future that the task waits for, and its own iterator. Only the last one to leave needs
 * more, because it waits for the end of the work.
 *
 * A seat is left when its wait is thrown into or closed, not yet when it is cancelled: until then a newcomer
 * may keep the work going.
 */

import type { EventLoop, Suspension, Task } from '@acoro/core'
import { JointFuture, type Ready } from '@acoro/core/lowlevel'

type Result<T> = IteratorResult<Suspension, T>

/** What a seat needs of its flight. */
export interface Boarded<T> extends Iterable<Task<unknown>> {
  readonly loop: EventLoop
  describe(): string
  /** What comes out for all callers, once the work has ended. Throws its error. */
  outcome(): Ready<T>
  /** One of the callers leaves. Returns whether it was the last, and the work goes on. */
  leave(): boolean
  /** Cancels the work, and waits until it has ended. */
  end(): Generator<Suspension, void, unknown>
  /** Cancels the work, which ends by itself. */
  abandon(): void
}

export class Seat<T> extends JointFuture<T> {
  // Declared, and assigned in the constructor, for speed.
  declare private readonly flight: Boarded<T>
  /** The end of the work, which the last one to leave waits for. */
  declare private ending: Iterator<Suspension, never, unknown> | null

  constructor(flight: Boarded<T>) {
    super(flight.loop, 'call', flight)
    this.flight = flight
    this.ending = null
  }

  override describe(): string {
    return this.flight.describe()
  }

  override next(sent?: unknown): Result<T> {
    if (this.ending !== null) return this.ending.next(sent)
    if (sent === undefined && this.done() && !this.cancelled()) return this.taken()
    // biome-ignore lint/complexity/noArguments: whether something is passed on tells delegation from driving by hand.
    const result = arguments.length > 0 ? super.next(sent) : super.next()
    return result.done === true ? this.taken() : result
  }

  /** What comes out when the work has ended. */
  protected taken(): Ready<T> {
    return this.flight.outcome()
  }

  override throw(error: unknown): Result<T> {
    if (this.ending !== null) return (this.ending as Required<typeof this.ending>).throw(error)
    try {
      return super.throw(error)
    } catch (thrown) {
      if (!this.flight.leave()) throw thrown
      this.ending = endOf(this.flight, thrown)
      return this.ending.next(undefined)
    }
  }

  /** Closed, it cannot wait: the work is cancelled, and ends by itself. */
  override return(value?: T): IteratorReturnResult<T> {
    if (this.ending !== null) this.ending.return?.()
    else if (this.flight.leave()) this.flight.abandon()
    return super.return(value)
  }
}

function* endOf(flight: Boarded<unknown>, error: unknown): Generator<Suspension, never, unknown> {
  yield* flight.end()
  throw error
}
