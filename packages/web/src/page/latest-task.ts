/**
 * The latest of several tasks: what a component shows. Frameworks start work when something changes, and
 * forget the old work in a cleanup that cannot wait.
 *
 *   start(a) --start(b)--> a is cancelled, its result is dropped; b begins now, or with `waits` after a's `finally`
 *
 * Invariant: `changed` is told of the latest task only, and of nothing after `cancel()`.
 */

import { type Awaitable, type Coroutine, coroutine, isAwaitable, type Task, wait } from '@acoro/core'
import { checkOptions, describeValue, loopOfCall, type OptionKinds } from '@acoro/core/lowlevel'

/** What a component shows of its task. */
export interface TaskState<T> {
  /** `idle` if nothing runs: not begun, or cancelled. */
  readonly status: 'idle' | 'running' | 'done' | 'failed'
  /** The last result. It stays while the next task runs. */
  readonly value: T | undefined
  /** What the last task threw, if it failed. */
  readonly error: unknown
}

export interface LatestTaskOptions {
  /**
   * Whether a task begins only when those before it have ended, `finally` blocks included; false by default.
   */
  waits?: boolean | undefined
  /** The name of its tasks. */
  name?: string | undefined
}

const OPTIONS: OptionKinds = { waits: 'boolean', name: 'string' }

/**
 * Runs one task at a time for a component: a new one cancels the one before. `changed` is called with each
 * state. Tasks run on the running loop, or the background loop.
 *
 * @example
 * ```ts
 * import { sleep } from '@acoro/core'
 *
 * const latest = new LatestTask<string>(({ status, value }) => console.log(status, value))
 * latest.start(() => sleep(10, 'old'))
 * latest.start(() => sleep(10, 'new'))
 * await new Promise((resolve) => setTimeout(resolve, 20))
 * // prints: running undefined
 * // prints: running undefined
 * // prints: done new
 * ```
 */
export class LatestTask<T> {
  readonly #changed: (state: TaskState<T>) => void
  readonly #waits: boolean
  readonly #name: string | undefined
  #task: Task<T> | null = null
  /** Cancelled, and still in their `finally` blocks. */
  readonly #ending = new Set<Task<T>>()
  #state: TaskState<T> = { status: 'idle', value: undefined, error: undefined }

  constructor(changed: (state: TaskState<T>) => void, options: LatestTaskOptions = {}) {
    if (typeof changed !== 'function') {
      throw new TypeError(`Expected a function to call with each state, got ${describeValue(changed)}`)
    }
    checkOptions(options, 'LatestTask()', OPTIONS)
    this.#changed = changed
    this.#waits = options.waits ?? false
    this.#name = options.name
  }

  get state(): TaskState<T> {
    return this.#state
  }

  /** Cancels the task before, and starts another one. TypeError if `fn` is no function. */
  start(fn: () => Awaitable<T>): void {
    if (typeof fn !== 'function')
      throw new TypeError(`Expected a coroutine function, got ${describeValue(fn)}`)
    this.cancel()
    const before = this.#waits ? [...this.#ending] : []
    const options = this.#name === undefined ? {} : { name: this.#name }
    const task = loopOfCall().createTask(begin(fn, before) as Coroutine<T>, options)
    this.#task = task
    task.addDoneCallback(() => this.#ended(task))
    this.#set({ status: 'running', value: this.#state.value, error: undefined })
  }

  /** Cancels the task, and tells nobody. Its `finally` blocks go on. */
  cancel(): void {
    const task = this.#task
    this.#task = null
    if (task === null) return
    this.#state = { ...this.#state, status: this.#state.status === 'running' ? 'idle' : this.#state.status }
    if (task.done()) return
    this.#ending.add(task)
    task.cancel('nobody waits for it any more')
  }

  #ended(task: Task<T>): void {
    this.#ending.delete(task)
    // The result of an old one is dropped; what it threw beside its cancel is reported by the loop.
    if (this.#task !== task) return
    const { value } = this.#state
    if (task.cancelled()) this.#set({ status: 'idle', value, error: undefined })
    else {
      // Asked by result(): what was thrown may be undefined.
      let next: TaskState<T>
      try {
        next = { status: 'done', value: task.result(), error: undefined }
      } catch (error) {
        next = { status: 'failed', value, error }
      }
      this.#set(next)
    }
  }

  #set(state: TaskState<T>): void {
    this.#state = state
    this.#changed(state)
  }
}

const begin: (fn: () => Awaitable<unknown>, before: readonly Task<unknown>[]) => Coroutine<unknown> =
  coroutine(function* latestTask(fn: () => Awaitable<unknown>, before: readonly Task<unknown>[]) {
    if (before.length > 0) yield* wait(before)
    const returned = fn()
    if (!isAwaitable(returned)) {
      throw new TypeError(
        `Expected ${describeValue(fn)} to return a coroutine, got ${describeValue(returned)}: write it as function*`,
      )
    }
    return yield* returned
  })
