/**
 * Results in the order in which they arrive.
 */

import { checkMilliseconds, TimeoutError } from '../base/errors.ts'
import { inspect } from '../base/inspect.ts'
import { checkOptions, type OptionKinds } from '../base/options.ts'
import { Ring } from '../base/ring.ts'
import type { Coroutine } from '../coroutine/coroutine.ts'
import { coroutine } from '../coroutine/define.ts'
import type { Awaitable, AwaitedOf, Future } from '../future/future.ts'
import { loopInForce } from '../future/loop-in-force.ts'
import { WaitQueue } from '../parking/wait-queue.ts'
import type { TimerHandle } from '../scheduler/handle.ts'
import { ensureFuture } from '../task/create-task.ts'
import { listOf } from './wait.ts'

/** The next arrival: a future that is done, or null if the timeout came before the future's end. */
type Arrival<T> = Future<T> | null

/** The result of `asCompleted`: as many coroutines as there are awaitables. Each returns the next result. */
export class AsCompleted<T> implements IterableIterator<Coroutine<T>> {
  readonly #todo: Set<Future<T>>
  /**
   * In order of arrival. An arrival that a cancelled task handed on comes first, the latest of these
   * foremost.
   */
  readonly #arrived = new Ring<Arrival<T>>()
  readonly #returned: Arrival<T>[] = []
  readonly #waiters: WaitQueue<Arrival<T>>
  readonly #timer: TimerHandle | undefined
  #left: number

  /** @internal */
  constructor(awaitables: readonly Awaitable<T>[], timeout: number | null) {
    const loop = loopInForce()
    this.#waiters = new WaitQueue<Arrival<T>>({
      describe: () => `asCompleted (${this.#todo.size} pending)`,
      onReturned: (arrival) => {
        if (!this.#waiters.wakeOne(arrival)) this.#returned.push(arrival)
      },
    })
    this.#todo = new Set([...new Set(awaitables)].map((awaitable) => ensureFuture(awaitable, loop)))
    this.#left = this.#todo.size
    if (this.#left > 0 && timeout !== null) this.#timer = loop.callLater(timeout, this.#timedOut)
    for (const future of this.#todo) future.addDoneCallback(this.#completed)
  }

  [Symbol.iterator](): this {
    return this
  }

  next(): IteratorResult<Coroutine<T>, undefined> {
    if (this.#left === 0) return { done: true, value: undefined }
    this.#left--
    return { done: false, value: nextResult(this) }
  }

  /**
   * Returns the next future that is done, for `asyncFor`. Ends when none is left. TimeoutError for one that
   * is too late.
   */
  *anext(): Generator<Future<unknown> | undefined, IteratorResult<Future<T>, undefined>, unknown> {
    if (this.#left === 0) return { done: true, value: undefined }
    this.#left--
    return { done: false, value: yield* this._arrival() }
  }

  /** @internal */
  *_arrival(): Generator<Future<unknown> | undefined, Future<T>, unknown> {
    const arrival = this.#hasArrived ? this.#take() : yield* this.#waiters.park()
    if (arrival === null) throw new TimeoutError('Timed out: not all were completed in time')
    return arrival
  }

  get #hasArrived(): boolean {
    return this.#returned.length + this.#arrived.length > 0
  }

  #take(): Arrival<T> {
    return this.#returned.length > 0 ? (this.#returned.pop() as Arrival<T>) : this.#arrived.shift()
  }

  readonly #completed = (future: Future<T>): void => {
    if (!this.#todo.delete(future)) return
    this.#arrive(future)
    if (this.#todo.size === 0) this.#timer?.cancel()
  }

  readonly #timedOut = (): void => {
    for (const future of this.#todo) {
      future.removeDoneCallback(this.#completed)
      this.#arrive(null)
    }
    this.#todo.clear()
  }

  toString(): string {
    return `<AsCompleted ${this.#left} left, ${this.#returned.length + this.#arrived.length} arrived>`
  }

  /** @internal */
  [inspect](): string {
    return this.toString()
  }

  #arrive(arrival: Arrival<T>): void {
    if (!this.#waiters.wakeOne(arrival)) this.#arrived.push(arrival)
  }
}

const AS_COMPLETED_OPTIONS: OptionKinds = { timeout: () => {} }

const nextResult = coroutine(function* asCompleted<T>(source: AsCompleted<T>) {
  return (yield* source._arrival()).result()
})

/**
 * Runs the awaitables at the same time and returns coroutines that end in order of completion. After
 * `timeout` ms, the remaining ones throw TimeoutError. It cancels nothing. asyncio: `asyncio.as_completed`.
 *
 * @example
 * ```ts
 * import { asCompleted, run, sleep } from '@acoro/core'
 *
 * await run(function* main() {
 *   const order = []
 *   for (const next of asCompleted([sleep(10, 'b'), sleep(1, 'a')])) order.push(yield* next)
 *   return order
 * }) // => ['a', 'b']
 * ```
 */
export function asCompleted<A extends Awaitable<unknown>>(
  awaitables: Iterable<A>,
  options: { timeout?: number | null | undefined } = {},
): AsCompleted<AwaitedOf<A>> {
  checkOptions(options, 'asCompleted()', AS_COMPLETED_OPTIONS)
  const { timeout = null } = options
  if (timeout !== null) checkMilliseconds(timeout, 'a timeout')
  return new AsCompleted(listOf(awaitables, 'awaitables') as Awaitable<AwaitedOf<A>>[], timeout)
}
