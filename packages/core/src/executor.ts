/**
 * Somewhere else to run what blocks. Core knows only the interface: `@acoro/executors` has worker threads; a host
 * without threads has the InlineExecutor, which runs the function in the loop's own turn and blocks it.
 *
 * A Job tells of its end through callbacks, not as a future, because it belongs to no loop until one waits for it.
 */

import { type Coroutine, coroutine, isCoroutineFunction } from './coroutine.ts'
import { CancelledError, describeValue, RuntimeError } from './errors.ts'
import type { Awaitable, Suspension } from './future.ts'
import type { Handle } from './handle.ts'
import type { EventLoop } from './loop.ts'
import { WaitQueue } from './wait-queue.ts'

/** Work given to an executor. Python: `concurrent.futures.Future`. */
export interface Job<T> {
  /** Drops it if it has not begun, asks it to stop where the executor can; false where that is too late. */
  cancel(): boolean
  /** Calls one of the two once it has ended, never before `onDone` returns. A cancelled job fails with CancelledError. */
  onDone(succeeded: (value: T) => void, failed: (error: unknown) => void): void
}

export interface ShutdownOptions {
  /** Wait until the running jobs have ended; true unless said otherwise. */
  wait?: boolean | undefined
  /** Drop the jobs that have not begun. */
  cancelPending?: boolean | undefined
}

/** Runs functions for `runInExecutor`. Python: `concurrent.futures.Executor`. */
export interface Executor {
  /** RuntimeError after shutdown. */
  // biome-ignore lint/suspicious/noExplicitAny: an executor runs functions of any arguments.
  submit<A extends any[], T>(fn: (...args: A) => T, ...args: A): Job<Awaited<T>>
  /** Takes no more jobs, and waits for those it has. */
  shutdown(options?: ShutdownOptions): Awaitable<void>
}

class InlineJob<T> implements Job<T> {
  readonly #executor: InlineExecutor
  readonly #handle: Handle
  #ended = false
  #succeeded: ((value: T) => void) | undefined
  #failed: ((error: unknown) => void) | undefined

  constructor(executor: InlineExecutor, loop: EventLoop, work: () => T) {
    this.#executor = executor
    this.#handle = loop.callSoon(() => this.#run(work))
  }

  cancel(): boolean {
    if (this.#ended) return false
    this.#handle.cancel()
    this.#end()
    this.#failed?.(new CancelledError('the job was cancelled'))
    return true
  }

  onDone(succeeded: (value: T) => void, failed: (error: unknown) => void): void {
    this.#succeeded = succeeded
    this.#failed = failed
  }

  #run(work: () => T): void {
    let value: T
    try {
      value = work()
    } catch (error) {
      this.#end()
      this.#failed?.(error)
      return
    }
    this.#end()
    this.#succeeded?.(value)
  }

  #end(): void {
    this.#ended = true
    this.#executor._ended(this as InlineJob<unknown>)
  }
}

/** Runs each job in a turn of the loop, which it blocks meanwhile: the executor of hosts without threads. */
export class InlineExecutor implements Executor {
  readonly #loop: EventLoop
  readonly #pending = new Set<InlineJob<unknown>>()
  readonly #empty = new WaitQueue<void>({
    describe: () => `InlineExecutor.shutdown (${this.#pending.size} jobs)`,
  })
  #shutDown = false

  constructor(loop: EventLoop) {
    this.#loop = loop
  }

  // biome-ignore lint/suspicious/noExplicitAny: as in Executor.
  submit<A extends any[], T>(fn: (...args: A) => T, ...args: A): Job<Awaited<T>> {
    if (this.#shutDown) throw new RuntimeError('cannot submit a job after shutdown of the executor')
    checkJob(fn)
    const job = new InlineJob(this, this.#loop, () => fn(...args) as Awaited<T>)
    this.#pending.add(job as InlineJob<unknown>)
    return job
  }

  shutdown(options: ShutdownOptions = {}): Coroutine<void> {
    return shutDown(this, options)
  }

  /** @internal */
  *_shutdown({ wait = true, cancelPending = false }: ShutdownOptions): Generator<Suspension, void, unknown> {
    this.#shutDown = true
    if (cancelPending) for (const job of this.#pending) job.cancel()
    if (wait && this.#pending.size > 0) yield* this.#empty.park()
  }

  /** @internal */
  _ended(job: InlineJob<unknown>): void {
    this.#pending.delete(job)
    if (this.#pending.size === 0) this.#empty.wakeAll()
  }
}

const shutDown = coroutine(function* shutdown(executor: InlineExecutor, options: ShutdownOptions) {
  yield* executor._shutdown(options)
})

/** What runs in an executor is a plain function: a coroutine there would be made and never run. */
export function checkJob(fn: unknown): void {
  if (typeof fn !== 'function')
    throw new TypeError(`Expected a function to run in the executor, got ${describeValue(fn)}`)
  if (isCoroutineFunction(fn)) {
    throw new TypeError(
      `Expected a plain function to run in the executor, got the coroutine function ${fn.name}: await it instead`,
    )
  }
}
