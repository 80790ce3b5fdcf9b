/**
 * What arrives from outside, once: the common half of promises, callbacks and events.
 *
 *   pending --resolve | reject--> settled            before anybody waits: kept until somebody does
 *      \--wait--> waiting --resolve | reject--> settled --resumed--> the value, or the error
 *                    \--cancelled--> abandoned <--cancelled--/       what arrives now is ignored
 *
 * It is a coroutine and the iterator of its own wait, and stands between the task and its future, because only an
 * iterator hears of a cancel that comes after the result and before the step: a value nobody takes is abandoned, too.
 */

import { getRunningLoop, type Suspension } from '@acoro/core'
import { deliver, ExternalFuture, OwnIterator, Ready } from '@acoro/core/lowlevel'
import { hasOutgoing } from './outgoing.ts'

/** Called once when the wait ends without taking a value: with what was thrown, or nothing where it was closed. */
export type Abandoned = (error?: unknown) => void

const PENDING = 0
const RESOLVED = 1
const REJECTED = 2
const ABANDONED = 3

export interface ArrivalOptions {
  /** What is waited for, for reports. */
  what: string
  /** Is it sure to end by itself? */
  transient: boolean
  abandoned?: Abandoned | undefined
}

export class Arrival<T> extends OwnIterator<T> {
  readonly #options: ArrivalOptions
  #state = PENDING
  #outcome: unknown = undefined
  #future: ExternalFuture<T> | null = null

  constructor(source: { readonly name: string }, options: ArrivalOptions) {
    super(source)
    this.#options = options
  }

  get settled(): boolean {
    return this.#state !== PENDING
  }

  resolve(value: T): void {
    if (this.#settle(RESOLVED, value)) tell(this)
  }

  reject(error: unknown): void {
    if (this.#settle(REJECTED, error)) tell(this)
  }

  /** Settles as `promise` does. */
  follow(promise: PromiseLike<T>): this {
    // A native promise is given back as it is; the `then` of any other is called once, and what it throws is a rejection.
    Promise.resolve(promise).then(
      (value) => this.#arrive(RESOLVED, value),
      (error: unknown) => this.#arrive(REJECTED, error),
    )
    return this
  }

  override start(): Iterator<Suspension, T, unknown> {
    if (this.#state === RESOLVED) return new Ready(this.#outcome as T)
    if (this.#state === REJECTED) throw this.#outcome
    const loop = getRunningLoop()
    const { what, transient } = this.#options
    this.#future = new ExternalFuture<T>(loop, what, transient && !hasOutgoing(loop))
    return this.own()
  }

  override advance(sent: unknown, forwarded: boolean): IteratorResult<Suspension, T> {
    const future = this.#future as ExternalFuture<T>
    return forwarded ? future.next(sent) : future.next()
  }

  override fail(error: unknown): void {
    if (this.#abandon()) this.#options.abandoned?.(error)
  }

  override leave(): void {
    if (this.#abandon()) this.#options.abandoned?.()
  }

  /** @internal */
  _tell(): void {
    const future = this.#future as ExternalFuture<T>
    if (this.#state === RESOLVED) future.setResult(this.#outcome as T)
    else future.setException(this.#outcome)
  }

  #arrive(state: number, outcome: unknown): void {
    if (this.#settle(state, outcome)) deliver((this.#future as ExternalFuture<T>).getLoop(), tell, this)
  }

  /** False where the wait ended with the error that arrived. */
  #abandon(): boolean {
    if (this.#state === REJECTED) return false
    this.#state = ABANDONED
    this.#future?.end()
    this.#future = null
    return true
  }

  /** True where a future is to be told. */
  #settle(state: number, outcome: unknown): boolean {
    if (this.#state !== PENDING) return false
    this.#state = state
    this.#outcome = outcome
    // A future that is done by now was cancelled, and its task hears of that in its next step.
    return this.#future !== null && !this.#future.done()
  }
}

function tell(arrival: Arrival<unknown>): void {
  arrival._tell()
}
