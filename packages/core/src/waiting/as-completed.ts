/**
 * Results in the order in which they come.
 */

import { checkMilliseconds, TimeoutError } from '../base/errors.ts'
import type { Coroutine } from '../coroutine/coroutine.ts'
import { coroutine } from '../coroutine/define.ts'
import type { Awaitable, AwaitedOf, Future } from '../future/future.ts'
import { WaitQueue } from '../parking/wait-queue.ts'
import type { TimerHandle } from '../scheduler/handle.ts'
import { ensureFuture, getRunningLoop } from '../task/task.ts'
import { checkList } from './wait.ts'

/** What came next: a future that is done, or null for one the timeout was faster than. */
type Arrival<T> = Future<T> | null

/** What `asCompleted` gives: as many coroutines as there are awaitables; each gives the next result. */
export class AsCompleted<T> implements IterableIterator<Coroutine<T>> {
  readonly #todo: Set<Future<T>>
  readonly #arrived: Arrival<T>[] = []
  readonly #waiters: WaitQueue<Arrival<T>>
  readonly #timer: TimerHandle | undefined
  #left: number

  /** @internal */
  constructor(awaitables: Iterable<Awaitable<T>>, timeout: number | null) {
    const loop = getRunningLoop()
    this.#waiters = new WaitQueue<Arrival<T>>({
      describe: () => `asCompleted (${this.#todo.size} pending)`,
      onReturned: (arrival) => {
        if (!this.#waiters.wakeOne(arrival)) this.#arrived.unshift(arrival)
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

  /** The next future that is done, for `asyncFor`; ends when there is none left. TimeoutError for one too late. */
  *anext(): Generator<Future<unknown> | undefined, IteratorResult<Future<T>, undefined>, unknown> {
    if (this.#left === 0) return { done: true, value: undefined }
    this.#left--
    return { done: false, value: yield* this._arrival() }
  }

  /** @internal */
  *_arrival(): Generator<Future<unknown> | undefined, Future<T>, unknown> {
    const arrival =
      this.#arrived.length > 0 ? (this.#arrived.shift() as Arrival<T>) : yield* this.#waiters.park()
    if (arrival === null) throw new TimeoutError('Timed out: not all were completed in time')
    return arrival
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

  #arrive(arrival: Arrival<T>): void {
    if (!this.#waiters.wakeOne(arrival)) this.#arrived.push(arrival)
  }
}

const nextResult = coroutine(function* asCompleted<T>(source: AsCompleted<T>) {
  return (yield* source._arrival()).result()
})

/**
 * Runs the awaitables at the same time and gives coroutines that answer in order of completion; after `timeout` ms
 * those still to come throw TimeoutError. Nothing is cancelled. asyncio: `asyncio.as_completed`.
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
  checkList(awaitables, 'awaitables')
  const { timeout = null } = options
  if (timeout !== null) checkMilliseconds(timeout, 'a timeout')
  return new AsCompleted(awaitables as Iterable<Awaitable<AwaitedOf<A>>>, timeout)
}
