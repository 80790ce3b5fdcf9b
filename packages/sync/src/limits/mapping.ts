/**
 * The work of one `mapConcurrent`: takes items while there is room, and keeps results until they are taken.
 *
 * An item of a source that waits is taken and worked on in the same task: the task that awaits the next item
 * calls `fn` with it in the very step in which it arrives. So an item is never held by a task that may be
 * cancelled before `fn` has begun. One task at a time waits for an item, and starts the next.
 */

import {
  type Awaitable,
  coroutine,
  createTask,
  currentTask,
  ensureFuture,
  type Future,
  isAwaitable,
  type Suspension,
} from '@acoro/core'
import { cancelAll, describeValue, Ring, WaitQueue } from '@acoro/core/lowlevel'
import type { ItemSource, Step } from './item-source.ts'

export interface MappingOptions {
  readonly source: ItemSource
  readonly fn: (item: unknown, index: number) => Awaitable<unknown>
  readonly limit: number
  readonly inOrder: boolean
}

export interface Result<R> {
  readonly index: number
  readonly value: R
}

export class Mapping {
  readonly #options: MappingOptions
  /** The items under way, and those whose result was not taken yet. */
  readonly #running: Map<number, Future<unknown>> = new Map()
  /** Those that finished, in this order; unused if results come in the order of the items. */
  readonly #finished = new Ring<number>()
  readonly #changes: WaitQueue = new WaitQueue({
    describe: () => `mapConcurrent (${this.#running.size} of ${this.#options.limit} under way)`,
  })
  /** The tasks of a source that waits: one awaits the next item, the others work on theirs. */
  readonly #tasks: Set<Future<unknown>> = new Set()
  #isPulling = false
  #failed: Future<unknown> | null = null
  #begun = 0
  #emitted = 0
  #isExhausted = false

  constructor(options: MappingOptions) {
    this.#options = options
  }

  /** The next result, null after the last one, or undefined if there is none yet. Throws the first error. */
  poll(): Result<unknown> | null | undefined {
    this.#fill()
    if (this.#failed !== null) return this.#failed.result() as never
    const index = this.#options.inOrder ? this.#emitted : this.#finished.at(0)
    const future = index === undefined ? undefined : this.#running.get(index)
    if (index !== undefined && future?.done()) return this.#take(index, future)
    return this.#isExhausted && this.#running.size === 0 ? null : undefined
  }

  /** Waits until `poll()` may return something else. */
  change(): Awaitable<void> {
    return this.#changes.park()
  }

  /** Cancels and awaits what is under way, then closes the source unless it has ended. */
  *end(): Generator<Suspension, void, unknown> {
    try {
      yield* cancelAll(new Set([...this.#running.values(), ...this.#tasks]))
    } finally {
      // Even if this task was cancelled while it waited: that error comes out after the source is closed.
      if (!this.#isExhausted) yield* this.#options.source.close()
    }
  }

  /** @internal For the task that waits for an item: awaits the source. */
  _pull(): Awaitable<Step> {
    return awaitable(this.#options.source.next() as Awaitable<Step>, 'anext() of the source')
  }

  /** @internal The same task has an item, or knows that there is none. */
  _begin(step: Step): Awaitable<unknown> | null {
    this.#isPulling = false
    if (step.done === true) {
      this.#isExhausted = true
      return null
    }
    const index = this.#begun++
    this.#running.set(index, currentTask() as Future<unknown>)
    // Before `fn`, which may run for long before it waits.
    this.#fill()
    return this.#call(step.value, index)
  }

  /** Begins as many items as there is room for. */
  #fill(): void {
    const { source, limit } = this.#options
    while (!this.#isExhausted && !this.#isPulling && this.#begun - this.#emitted < limit) {
      if (source.waits) this.#pull()
      else this.#beginNext()
    }
  }

  #pull(): void {
    const index = this.#begun
    this.#isPulling = true
    // Not eager, or a source with many items would begin each inside the one before.
    const task = createTask(item(this), { eager: false })
    this.#tasks.add(task)
    task.addDoneCallback(() => this.#tasks.delete(task))
    this.#follow(task, index)
  }

  #beginNext(): void {
    // As in for-of, an iterator that throws is not closed.
    this.#isExhausted = true
    const step = this.#options.source.next() as Step
    if (step.done === true) return
    this.#isExhausted = false
    const index = this.#begun++
    const future = ensureFuture(this.#call(step.value, index))
    this.#running.set(index, future)
    this.#follow(future, index)
  }

  #call(item: unknown, index: number): Awaitable<unknown> {
    return awaitable(this.#options.fn(item, index), 'the function of mapConcurrent')
  }

  #follow(future: Future<unknown>, index: number): void {
    future.addDoneCallback(() => {
      if (failed(future)) this.#failed ??= future
      else if (!this.#options.inOrder && this.#running.has(index)) this.#finished.push(index)
      this.#changes.wakeOne()
    })
  }

  #take(index: number, future: Future<unknown>): Result<unknown> {
    this.#running.delete(index)
    if (!this.#options.inOrder) this.#finished.shift()
    this.#emitted++
    return { index, value: future.result() }
  }
}

const item = coroutine(function* mapConcurrent(mapping: Mapping): Generator<Suspension, unknown, unknown> {
  const step = yield* mapping._pull()
  const work = mapping._begin(step)
  return work === null ? undefined : yield* work
})

/** Whether it ended with an error, whatever that is. Asking counts as having seen the error. */
function failed(future: Future<unknown>): boolean {
  try {
    future.result()
    return false
  } catch {
    return true
  }
}

function awaitable<T>(value: Awaitable<T>, what: string): Awaitable<T> {
  if (isAwaitable(value)) return value as Awaitable<T>
  throw new TypeError(
    `Expected ${what} to return something to await, a coroutine or a future, got ${describeValue(value)}`,
  )
}
