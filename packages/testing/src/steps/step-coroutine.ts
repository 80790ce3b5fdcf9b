/**
 * A coroutine in slow motion: one step at a time, and the test answers each wait.
 *
 * A test can look at what a coroutine does between two waits, without building the things it waits for.
 * `next(value)` settles the wait with `value`, and runs the coroutine to its next wait. Each step is one
 * iteration of a loop of its own, so the tasks that the coroutine starts make progress. The trade-off: it is
 * no task, so it cannot use `timeout` or `currentTask`.
 */

import { type Awaitable, type Future, type FutureState, isFuture, RuntimeError } from '@acoro/core'
import { coroutineOf, describeValue, toCoroutine } from '@acoro/core/lowlevel'
import { VirtualLoop } from '../virtual/virtual-loop.ts'

/** The state of a stepped coroutine. */
export interface Step<T> {
  readonly done: boolean
  /** The future it waits for; undefined after a bare yield, and when it is done. */
  readonly waitsFor: Future<unknown> | undefined
  /** The result, when it is done. */
  readonly value: T | undefined
}

export class CoroutineStepper<T> {
  /** The loop of the coroutine. `advance` it to let timers and tasks answer the wait. */
  readonly loop: VirtualLoop = new VirtualLoop()
  readonly #coro: ReturnType<typeof toCoroutine<T>>
  #step: Step<T> = { done: false, waitsFor: undefined, value: undefined }

  /** @internal Use `stepCoroutine`. */
  constructor(awaitable: Awaitable<T>) {
    this.#coro = toCoroutine(coroutineOf(awaitable))
  }

  /** The current state. */
  get current(): Step<T> {
    return this.#step
  }

  /** Would a task continue now? True if the wait is over, or after a bare yield. */
  isWoken(): boolean {
    const { done, waitsFor } = this.#step
    return !done && (waitsFor === undefined || waitsFor.done())
  }

  /**
   * Settles the wait with `value`, if it is not over already, and runs the coroutine to its next wait or its
   * end. Throws what the coroutine throws. RuntimeError if the coroutine is over, or if it waits for a task,
   * which has its own result.
   */
  next(value?: unknown): Step<T> {
    const { waitsFor } = this.#step
    if (waitsFor !== undefined && !waitsFor.done()) waitsFor.setResult(value)
    return this.#resume(() => this.#coro.next())
  }

  /** Throws `error` at the wait, and runs the coroutine to its next wait or its end. */
  throw(error: unknown): Step<T> {
    return this.#resume(() => this.#coro.throw(error))
  }

  /** Ends the coroutine at the wait. Its `finally` blocks run. */
  close(): void {
    this.#resume(() => this.#coro.return())
  }

  #resume(resume: () => IteratorResult<unknown, T>): Step<T> {
    if (this.#step.done) throw new RuntimeError('The coroutine is over: there is no further step')
    this.#step = { done: true, waitsFor: undefined, value: undefined }
    const result = this.loop._iterate(resume)
    if (result.done === true) this.#step = { done: true, waitsFor: undefined, value: result.value }
    else this.#step = { done: false, waitsFor: this.#checked(result.value), value: undefined }
    return this.#step
  }

  #checked(suspension: unknown): Future<unknown> | undefined {
    if (suspension === undefined || isFuture(suspension)) return suspension
    throw new TypeError(`The coroutine yielded ${describeValue(suspension)}; did you mean \`yield*\`?`)
  }

  toString(): string {
    const { done, waitsFor } = this.#step
    const state: FutureState = done ? 'done' : 'pending'
    return `<CoroutineStepper ${state} ${this.#coro}${waitsFor === undefined ? '' : ` waits for ${waitsFor}`}>`
  }
}

/**
 * Steps a coroutine by hand.
 *
 * @example
 * ```ts
 * import { coroutine, getRunningLoop, sleep } from '@acoro/core'
 *
 * const greet = coroutine(function* greet() {
 *   const name = yield* getRunningLoop().createFuture<string>()
 *   yield* sleep(60_000)
 *   return `hello ${name}`
 * })
 * const stepper = stepCoroutine(greet())
 * stepper.next().done // => false
 * stepper.isWoken() // => false
 * stepper.next('ada').done // => false
 * stepper.loop.advance(60_000)
 * stepper.isWoken() // => true
 * stepper.next().value // => 'hello ada'
 * ```
 */
export function stepCoroutine<T>(awaitable: Awaitable<T>): CoroutineStepper<T> {
  return new CoroutineStepper(awaitable)
}
