/**
 * The wait for an arrival. One object is the coroutine, the iterator of its wait, and the result of its own
 * `next()`.
 *
 * It must be an iterator. A cancel can come after the result and before the step, and only an iterator hears
 * of it. The value is then abandoned, because no task takes it.
 */

import { RuntimeError } from '../base/errors.ts'
import { BLOCKING, NOT_FORWARDED, PENDING, RESOLVED, STATUS } from '../base/flags.ts'
import { AWAITED } from '../coroutine/operation.ts'
import { OwnIterator } from '../coroutine/own-iterator.ts'
import type { Blocker } from '../future/blocker.ts'
import type { Future, Suspension } from '../future/future.ts'
import type { Task } from '../task/task.ts'
import { answerProbe, PROBE } from '../tracing/probe.ts'

/** What the wait needs of its arrival. */
interface Arriving {
  /** @internal */
  _flags: number
  /** @internal */
  readonly _status: number
  /** @internal */
  readonly _outcome: unknown
  /** @internal */
  readonly _options: { readonly abandoned?: Abandoned | undefined }
  /** @internal */
  _asFuture(): Future<unknown>
  /** @internal */
  _takeError(): unknown
  /** @internal The wait has ended. */
  _letGo(): void
  /** @internal The wait has ended without a value. Returns whether it is abandoned. */
  _abandon(): boolean
  /** @internal */
  _park(task: Task<unknown>): Blocker
}

type Abandoned = (error?: unknown) => void

export class Wait<T> extends OwnIterator<T> {
  // Declared, and assigned in the constructor, for the sake of speed: see Settling.
  /** @internal The arrival; once its value is taken, the value. */
  declare _held: Arriving | T
  declare done: boolean

  constructor(source: { readonly name: string }, arrival: Arriving) {
    super(source)
    this._held = arrival
    this.done = false
  }

  /** @internal */
  get value(): Suspension | T {
    return this.done ? (this._held as T) : (this._held as Arriving)._asFuture()
  }

  override start(): Iterator<Suspension, T, unknown> {
    return this.own()
  }

  // The two calls of a wait that nothing disturbs. `advance` handles all other calls.
  override next(sent?: unknown): IteratorResult<Suspension, T> {
    if (sent === undefined && !this.done && this._frame === AWAITED) {
      const arrival = this._held as Arriving
      const flags = arrival._flags
      // biome-ignore lint/complexity/noArguments: whether something is passed on tells delegation from driving by hand.
      if (flags === PENDING && arguments.length > 0) {
        arrival._flags = BLOCKING
        return this as never
      }
      if ((flags & STATUS) === RESOLVED) return this._take(arrival)
    }
    // biome-ignore lint/complexity/noArguments: see above.
    return arguments.length > 0 ? super.next(sent) : super.next()
  }

  override advance(sent: unknown, forwarded: boolean): IteratorResult<Suspension, T> {
    if (sent === PROBE) return answerProbe(undefined)
    if (this.done) throw this._reused()
    const arrival = this._held as Arriving
    switch (arrival._status) {
      case RESOLVED:
        return this._take(arrival)
      case PENDING:
        if ((arrival._flags & BLOCKING) !== 0) {
          arrival._flags &= ~BLOCKING
          throw new RuntimeError("A wait was resumed before it was over: yield* wasn't used with it")
        }
        arrival._flags |= forwarded ? BLOCKING : BLOCKING | NOT_FORWARDED
        return this as never
      default: {
        const error = arrival._takeError()
        this.fail(error)
        throw error
      }
    }
  }

  /** @internal */
  _take(arrival: Arriving): IteratorResult<never, T> {
    this._held = arrival._outcome as T
    this.done = true
    arrival._letGo()
    return this as never
  }

  override fail(error: unknown): void {
    this._end()?.(error)
  }

  override leave(): void {
    this._end()?.()
  }

  /** @internal Ends the wait without the value. Returns the callback to tell, if there is one. */
  _end(): Abandoned | undefined {
    if (this.done) return undefined
    const arrival = this._held as Arriving
    const { abandoned } = arrival._options
    this._held = undefined as T
    this.done = true
    return arrival._abandon() ? abandoned : undefined
  }

  /** @internal See Task. */
  _park(task: Task<unknown>): Blocker {
    return (this._held as Arriving)._park(task)
  }
}
