/**
 * One call of an async function under `fromAsync`: its `io`, and the tasks that are pending in it.
 *
 * Each `io` is a task, because an async function may wait for several things at once (`Promise.all`). All of
 * them run in the context of the coroutine. The tasks that are left when the function ends are cancelled.
 */

import {
  type Awaitable,
  type Context,
  type Coroutine,
  type CoroutineLike,
  coroutine,
  type EventLoop,
  type Future,
  isAwaitable,
  isCancelledError,
  RuntimeError,
  type Task,
} from '@acoro/core'
import { coroutineOf, describeValue, type External, trackExternal } from '@acoro/core/lowlevel'
import { abortError } from '../abort/abort-error.ts'
import { promiseFor } from '../base/thenable.ts'
import { fromPromise, promiseOfFunction } from './from-promise.ts'

/**
 * What `io` accepts. A function is called inside the loop, where `gather`, `timeout` and the like can be
 * called.
 */
export type Waitable<T> = Awaitable<T> | PromiseLike<T> | (() => Awaitable<T>)

/** Waits for awaitables on behalf of an async function. */
export interface Io {
  <T>(awaitable: Waitable<T>): Promise<T>
  /**
   * Aborted when the coroutine is cancelled. For `fetch`, and other work that is not awaited through `io`.
   */
  readonly signal: AbortSignal
}

/** One call of an async function. */
export class IoScope {
  readonly #fn: { readonly name: string }
  readonly #loop: EventLoop
  readonly #context: Context
  readonly #controller = new AbortController()
  readonly #underWay = new Map<Task<unknown>, UnderWay>()
  /**
   * Set while no `io` is pending: then the function waits for the outside world, and a virtual clock must
   * stand still.
   */
  #external: External | null = null
  /** A cancellation that no `io` has thrown yet. */
  #due: { readonly error: unknown } | null = null
  #ended = false

  constructor(fn: { readonly name: string }, task: Task<unknown>) {
    this.#fn = fn
    this.#loop = task.getLoop()
    this.#context = task.context
    this.#waitsForOthers()
  }

  makeIo(): Io {
    const io = <T>(awaitable: Waitable<T>) => this.#io(awaitable)
    return Object.defineProperty(io, 'signal', { get: () => this.#controller.signal }) as Io
  }

  cancel(error: unknown): void {
    if (this.#underWay.size === 0) this.#due = { error }
    this.#cancelTasks({ error })
    this.#controller.abort(abortError(error))
  }

  /** The function has ended: refuses `io`, and cancels the tasks that are left. Returns them. */
  end(): ReadonlySet<Future<unknown>> {
    this.#ended = true
    this.#external?.end()
    this.#cancelTasks(null)
    return new Set(this.#underWay.keys())
  }

  /** The coroutine was closed. The function runs on, and its signal is aborted. */
  abort(): void {
    this.#controller.abort(abortError())
  }

  #io<T>(awaitable: Waitable<T>): Promise<T> {
    if (this.#ended) {
      const name = this.#fn.name || 'the async function'
      return Promise.reject(
        new RuntimeError(`io() was called after the end of ${name}: await what io() gives before that`),
      )
    }
    let coro: CoroutineLike<T>
    try {
      coro = toCoroutine(awaitable)
    } catch (error) {
      return Promise.reject(error)
    }
    if (this.#due !== null) {
      const { error } = this.#due
      this.#due = null
      coro.return(undefined as T)
      return Promise.reject(error)
    }
    const task = this.#loop.createTask(coro, { context: this.#context }) as Task<unknown>
    this.#external?.end()
    const underWay: UnderWay = { promise: undefined, cancelled: null }
    const promise = new Promise<T>((resolve, reject) => {
      task.addDoneCallback(() => {
        this.#underWay.delete(task)
        if (this.#underWay.size === 0 && !this.#ended) this.#waitsForOthers()
        try {
          resolve(task.result() as T)
        } catch (error) {
          // The error that cancelled the coroutine, because it says who cancelled. The error of this task
          // does not.
          reject(isCancelledError(error) && underWay.cancelled !== null ? underWay.cancelled.error : error)
        }
      })
    })
    underWay.promise = promise
    this.#underWay.set(task, underWay)
    return promise
  }

  #waitsForOthers(): void {
    this.#external = trackExternal(this.#loop, promiseOfFunction(this.#fn), { transient: true })
  }

  #cancelTasks(cancelled: { readonly error: unknown } | null): void {
    const error = cancelled?.error
    const message = isCancelledError(error) && error.message !== '' ? error.message : undefined
    for (const [task, underWay] of this.#underWay) {
      // Nobody may be waiting for it: its cancellation must not be an unhandled rejection.
      underWay.promise?.catch(() => {})
      underWay.cancelled = cancelled
      task.cancel(message)
    }
  }
}

interface UnderWay {
  promise: Promise<unknown> | undefined
  cancelled: { readonly error: unknown } | null
}

function toCoroutine<T>(value: Waitable<T>): CoroutineLike<T> {
  if (isAwaitable(value)) return coroutineOf(value as Awaitable<T>)
  const promise = promiseFor(value) as Promise<T> | null
  if (promise !== null) return fromPromise(promise)
  if (typeof value === 'function') return calling(value)
  throw new TypeError(
    `Expected an awaitable, a promise or a function that makes an awaitable, got ${describeValue(value)}`,
  )
}

const calling: <T>(make: () => Awaitable<T>) => Coroutine<T> = coroutine(function* io<T>(
  make: () => Awaitable<T>,
) {
  const awaitable = make()
  if (isAwaitable(awaitable)) return yield* awaitable
  throw new TypeError(
    `Expected ${describeValue(make)} to return an awaitable, got ${describeValue(awaitable)}`,
  )
})
