/**
 * Promises into coroutines.
 *
 * A promise cannot be cancelled and its reactions cannot be taken back, so cancelling ends the wait, not the
 * promise: the work behind it has to be told by a signal. Assumption: whoever hands a promise over hands over its
 * rejection, too. So it is subscribed to at the call, not when it is awaited: a wait that is cancelled before it
 * began leaves no unhandled rejection behind. What an abandoned subscription still holds is one small object.
 *
 *   subscribed --awaited--> waiting --settles--> settled --resumed--> the value, or the error
 *                              \--cancelled--> abandoned <--cancelled--/    (abandoned: the signal is aborted)
 */

import { type Coroutine, type EventLoop, Future, getRunningLoop, type Suspension } from '@acoro/core'
import { describeValue, type External, Operation, Ready, trackExternal } from '@acoro/core/lowlevel'
import { abortError } from './abort-error.ts'

/** Starts the work when it is awaited; `signal` is aborted when the wait is cancelled. */
export type PromiseStarter<T> = (signal: AbortSignal) => PromiseLike<T>

/**
 * Awaits a promise, or the one a function gives when it is awaited. Cancelling ends the wait at once, aborts the
 * signal the function was given and ignores what the promise does later. TypeError for what is neither.
 *
 * @example
 * ```ts
 * import { run, timeout } from '@acoro/core'
 *
 * await run(fromPromise(Promise.resolve(42))) // => 42
 *
 * let seen: AbortSignal | undefined
 * const never = (signal: AbortSignal) => new Promise<never>(() => { seen = signal })
 * await run(function* main() {
 *   yield* timeout(10, fromPromise(never))
 * }) // throws TimeoutError
 * seen?.aborted // => true
 * ```
 */
export function fromPromise<T>(source: PromiseLike<T> | PromiseStarter<T>): Coroutine<T> {
  if (typeof source === 'function') return new StartedPromise<T>(source)
  if (isThenable(source)) return new GivenPromise<T>(source)
  throw new TypeError(
    `Expected a promise, or a function that gives one, got ${describeValue(source)}${hint(source)}`,
  )
}

/** Can it be given to `await`, as something that settles later? */
export function isThenable(value: unknown): value is PromiseLike<unknown> {
  return (
    value !== null &&
    (typeof value === 'object' || typeof value === 'function') &&
    typeof (value as { then?: unknown }).then === 'function'
  )
}

function hint(value: unknown): string {
  const iterable = typeof value === 'object' && value !== null && Symbol.iterator in value
  return iterable && !Array.isArray(value)
    ? ': await a coroutine with `yield*`, it needs no fromPromise()'
    : ''
}

/** What a report says a task waits for. */
class PromiseFuture<T> extends Future<T> {
  readonly #what: string

  constructor(loop: EventLoop, what: string) {
    super(loop)
    this.#what = what
  }

  describe(): string {
    return this.#what
  }
}

/** One subscription: keeps the outcome until it is awaited, wakes whoever waits. */
class Subscription<T> {
  #state: 'pending' | 'resolved' | 'rejected' | 'abandoned' = 'pending'
  #outcome: unknown = undefined
  #future: Future<T> | null = null
  #external: External | null = null

  constructor(promise: PromiseLike<T>) {
    // A native promise is given back as it is; `then` of any other is called once, and what it throws is a rejection.
    Promise.resolve(promise).then(
      (value) => this.#settle('resolved', value),
      (error: unknown) => this.#settle('rejected', error),
    )
  }

  /** The iterator of the wait. */
  wait(what: string, controller: AbortController | null): Iterator<Suspension, T, unknown> {
    if (this.#state === 'resolved') return new Ready(this.#outcome as T)
    if (this.#state === 'rejected') throw this.#outcome
    const loop = getRunningLoop()
    const future = new PromiseFuture<T>(loop, what)
    this.#future = future
    this.#external = trackExternal(loop, what, { transient: true })
    return new Wait(this, future, controller)
  }

  /** Nobody waits any more; false where the wait ended with the promise's own rejection. */
  abandon(): boolean {
    if (this.#state === 'rejected') return false
    this.#state = 'abandoned'
    this.#outcome = undefined
    this.#future = null
    this.#external?.end()
    return true
  }

  #settle(state: 'resolved' | 'rejected', outcome: unknown): void {
    if (this.#state === 'abandoned') return
    this.#state = state
    this.#external?.end()
    const future = this.#future
    if (future === null) this.#outcome = outcome
    else if (future.done()) return
    else if (state === 'resolved') future.setResult(outcome as T)
    else future.setException(outcome)
  }
}

/** Stands between the task and its future, because only an iterator hears of a cancel that comes after the result. */
class Wait<T> implements Iterator<Suspension, T, unknown> {
  readonly #subscription: Subscription<T>
  readonly #inner: Iterator<Suspension, T, unknown>
  readonly #controller: AbortController | null

  constructor(subscription: Subscription<T>, future: Future<T>, controller: AbortController | null) {
    this.#subscription = subscription
    this.#inner = future[Symbol.iterator]()
    this.#controller = controller
  }

  next(sent?: unknown): IteratorResult<Suspension, T> {
    return this.#inner.next(sent)
  }

  throw(error: unknown): never {
    if (this.#subscription.abandon()) this.#controller?.abort(abortError(error))
    throw error
  }

  return(value?: T): IteratorReturnResult<T> {
    if (this.#subscription.abandon()) this.#controller?.abort(abortError())
    return { done: true, value: value as T }
  }
}

class GivenPromise<T> extends Operation<T> {
  readonly #subscription: Subscription<T>

  constructor(promise: PromiseLike<T>) {
    super(fromPromise)
    this.#subscription = new Subscription(promise)
  }

  start(): Iterator<Suspension, T, unknown> {
    return this.#subscription.wait('a promise', null)
  }
}

class StartedPromise<T> extends Operation<T> {
  readonly #starter: PromiseStarter<T>

  constructor(starter: PromiseStarter<T>) {
    super(fromPromise)
    this.#starter = starter
  }

  start(): Iterator<Suspension, T, unknown> {
    const controller = new AbortController()
    const starter = this.#starter
    const promise = starter(controller.signal)
    if (!isThenable(promise)) {
      throw new TypeError(
        `Expected ${describeValue(starter)} given to fromPromise() to return a promise, got ${describeValue(promise)}`,
      )
    }
    const what = starter.name === '' ? 'a promise' : `the promise of ${starter.name}`
    return new Subscription<T>(promise).wait(what, controller)
  }
}
