/**
 * Turns sources into async iterables.
 *
 * `for await` calls `return()` when it is left early, and promise code may call it while a `next()` is
 * pending. Here `return()` cancels the `anext()`, waits until it has cleaned up, and closes the source. All
 * `finally` blocks of the coroutine have run when it settles. Concurrent calls of `next()` are answered in
 * order.
 */

import { type AsyncSource, type EventLoop, isCancelledError, type Task } from '@acoro/core'
import { checkOptions, coroutineOf, describeValue } from '@acoro/core/lowlevel'
import { checkLoop, loopFor } from '../base/loop-for.ts'
import { promiseOf } from '../base/promise-of.ts'

export interface ToAsyncIterableOptions {
  /** The loop of the source. By default the running one, or the background loop if none runs. */
  loop?: EventLoop | undefined
}

class SourceIterator<T> implements AsyncIterableIterator<T> {
  readonly #source: AsyncSource<T>
  readonly #named: EventLoop | undefined
  #loop: EventLoop | null = null
  #last: Promise<unknown> = Promise.resolve()
  #current: Task<IteratorResult<T, unknown>> | null = null
  #closed = false

  constructor(source: AsyncSource<T>, loop: EventLoop | undefined) {
    this.#source = source
    this.#named = loop
  }

  [Symbol.asyncIterator](): this {
    return this
  }

  next(): Promise<IteratorResult<T, undefined>> {
    return this.#inLine(() => this.#next())
  }

  return(value?: unknown): Promise<IteratorResult<T, undefined>> {
    this.#closed = true
    this.#current?.cancel('the async iterator was closed')
    return this.#inLine(async () => {
      const closing = this.#source.aclose?.()
      if (closing !== undefined) await promiseOf(this.#loopInForce().createTask(coroutineOf(closing)))
      // A promise is awaited, as `return()` of an async generator does.
      return { done: true, value: (await value) as undefined }
    })
  }

  async #next(): Promise<IteratorResult<T, undefined>> {
    if (this.#closed) return { done: true, value: undefined }
    const task = this.#loopInForce().createTask(coroutineOf(this.#source.anext()))
    this.#current = task
    try {
      const result = await promiseOf(task)
      if (result.done !== true) return { done: false, value: result.value }
      this.#closed = true
      return { done: true, value: result.value as undefined }
    } catch (error) {
      if (this.#closed && isCancelledError(error)) return { done: true, value: undefined }
      this.#closed = true
      throw error
    } finally {
      this.#current = null
    }
  }

  #inLine<R>(action: () => Promise<R>): Promise<R> {
    const promise = this.#last.then(action, action)
    this.#last = promise
    return promise
  }

  /** A source belongs to one loop: that of the first call. */
  #loopInForce(): EventLoop {
    this.#loop ??= loopFor(this.#named)
    return this.#loop
  }
}

/**
 * Makes an async iterable of a source: of an async generator, a queue, or `on(…)`. Leaving the `for await`
 * early closes the source, and the `finally` blocks of its coroutine run before the program goes on.
 * TypeError if `source` is not a source.
 *
 * @example
 * ```ts
 * import { asyncGenerator, emit, sleep } from '@acoro/core'
 *
 * const ticks = asyncGenerator(function* ticks() {
 *   try {
 *     for (let n = 1; ; n++) {
 *       yield* sleep(10)
 *       yield* emit(n)
 *     }
 *   } finally {
 *     console.log('stopped')
 *   }
 * })
 * for await (const n of toAsyncIterable(ticks())) {
 *   console.log(n)
 *   if (n === 2) break
 * }
 * // prints: 1
 * // prints: 2
 * // prints: stopped
 * ```
 */
export function toAsyncIterable<T>(
  source: AsyncSource<T>,
  options: ToAsyncIterableOptions = {},
): AsyncIterableIterator<T> {
  checkSource(source)
  checkOptions(options, 'toAsyncIterable()', { loop: checkLoop })
  return new SourceIterator(source, options.loop)
}

/** Throws a TypeError if `source` cannot be iterated over with `asyncFor`. */
export function checkSource(source: unknown): asserts source is AsyncSource<unknown> {
  if (typeof (source as Partial<AsyncSource<unknown>> | null | undefined)?.anext === 'function') return
  const hint = typeof source === 'function' ? ': call it' : ''
  throw new TypeError(`Expected a source with anext(), got ${describeValue(source)}${hint}`)
}
