/**
 * A coroutine in slow motion: one step at a time, each wait answered by the test.
 *
 * To test what a coroutine does between two waits, one need not build what it waits for: `next(value)` settles that
 * with `value` and goes on to the next wait. Each step is one iteration of a loop of its own, so what the coroutine
 * starts gets on as it would. The trade-off: it is no task, so what needs one (`timeout`, `currentTask`) is out of reach.
 */

import { type Awaitable, type Future, type FutureState, isFuture, RuntimeError } from '@acoro/core'
import { coroutineOf, describeValue, toCoroutine } from '@acoro/core/lowlevel'
import { VirtualLoop } from '../virtual/virtual-loop.ts'

/** Where a stepped coroutine stands. */
export interface Step<T> {
  readonly done: boolean
  /** What it waits for; undefined after a bare yield, and when it is done. */
  readonly waitsFor: Future<unknown> | undefined
  /** What it returned, when it is done. */
  readonly value: T | undefined
}

export class CoroutineStepper<T> {
  /** The loop it runs on: `advance` it to let what the coroutine waits for happen by itself. */
  readonly loop: VirtualLoop = new VirtualLoop()
  readonly #coro: ReturnType<typeof toCoroutine<T>>
  #step: Step<T> = { done: false, waitsFor: undefined, value: undefined }

  /** @internal Use `stepCoroutine`. */
  constructor(awaitable: Awaitable<T>) {
    this.#coro = toCoroutine(coroutineOf(awaitable))
  }

  /** Where it stands. */
  get current(): Step<T> {
    return this.#step
  }

  /** Would the loop go on with it: is what it waits for done, or nothing? */
  isWoken(): boolean {
    const { done, waitsFor } = this.#step
    return !done && (waitsFor === undefined || waitsFor.done())
  }

  /**
   * Settles what it waits for with `value`, unless that is done already, and runs it to its next wait or its end.
   * Throws what the coroutine throws; RuntimeError where it is over, or waits for a task, which has a result of its own.
   */
  next(value?: unknown): Step<T> {
    const { waitsFor } = this.#step
    if (waitsFor !== undefined && !waitsFor.done()) waitsFor.setResult(value)
    return this.#resume(() => this.#coro.next())
  }

  /** Throws `error` where it waits, and runs it to its next wait or its end. */
  throw(error: unknown): Step<T> {
    return this.#resume(() => this.#coro.throw(error))
  }

  /** Ends it where it stands; its `finally` blocks run. */
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
