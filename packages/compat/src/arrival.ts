/**
 * What arrives from outside, once: the common half of promises, callbacks and events.
 *
 *   pending --resolve | reject--> settled            before anybody waits: kept until somebody does
 *      \--wait--> waiting --resolve | reject--> settled --resumed--> the value, or the error
 *                    \--cancelled--> abandoned <--cancelled--/       what arrives now is ignored
 *
 * It is the iterator of the wait itself, and stands between the task and its future, because only an iterator hears
 * of a cancel that comes after the result and before the step: a value nobody takes is abandoned, too.
 */

import { type EventLoop, Future, getRunningLoop, type Suspension } from '@acoro/core'
import { type External, Ready, trackExternal } from '@acoro/core/lowlevel'
import { hasOutgoing } from './outgoing.ts'

/** Called once when the wait ends without taking a value: with what was thrown, or nothing where it was closed. */
export type Abandoned = (error?: unknown) => void

const PENDING = 0
const RESOLVED = 1
const REJECTED = 2
const ABANDONED = 3

const TRANSIENT = { transient: true }
const LASTING = { transient: false }

export class Arrival<T> implements Iterator<Suspension, T, unknown> {
  #state = PENDING
  #outcome: unknown = undefined
  #future: Future<T> | null = null
  #inner: Iterator<Suspension, T, unknown> | null = null
  #external: External | null = null
  #abandoned: Abandoned | null = null

  get settled(): boolean {
    return this.#state !== PENDING
  }

  resolve(value: T): void {
    if (this.#settle(RESOLVED, value)) this.#future?.setResult(value)
  }

  reject(error: unknown): void {
    if (this.#settle(REJECTED, error)) this.#future?.setException(error)
  }

  /** The iterator of the wait; `transient` where what is waited for is sure to end by itself. */
  wait(what: string, transient: boolean, abandoned: Abandoned | null): Iterator<Suspension, T, unknown> {
    if (this.#state === RESOLVED) return new Ready(this.#outcome as T)
    if (this.#state === REJECTED) throw this.#outcome
    const loop = getRunningLoop()
    const future = new ArrivalFuture<T>(loop, what)
    this.#future = future
    this.#inner = future[Symbol.iterator]()
    this.#external = trackExternal(loop, what, transient && !hasOutgoing(loop) ? TRANSIENT : LASTING)
    this.#abandoned = abandoned
    return this
  }

  next(sent?: unknown): IteratorResult<Suspension, T> {
    return (this.#inner as Iterator<Suspension, T, unknown>).next(sent)
  }

  throw(error: unknown): never {
    if (this.#abandon()) this.#abandoned?.(error)
    throw error
  }

  return(value?: T): IteratorReturnResult<T> {
    if (this.#abandon()) this.#abandoned?.()
    return { done: true, value: value as T }
  }

  /** False where the wait ended with the error that arrived. */
  #abandon(): boolean {
    if (this.#state === REJECTED) return false
    this.#state = ABANDONED
    this.#future = null
    this.#external?.end()
    return true
  }

  /** True where a future is to be told. */
  #settle(state: number, outcome: unknown): boolean {
    if (this.#state !== PENDING) return false
    this.#state = state
    this.#external?.end()
    if (this.#future === null) this.#outcome = outcome
    // A future that is done by now was cancelled, and its task hears of that in its next step.
    return this.#future !== null && !this.#future.done()
  }
}

/** Says in reports what the task waits for. */
class ArrivalFuture<T> extends Future<T> {
  readonly #what: string

  constructor(loop: EventLoop, what: string) {
    super(loop)
    this.#what = what
  }

  override describe(): string {
    return this.#what
  }
}
