/**
 * Executors run blocking functions somewhere else.
 *
 * Core knows only the interface. `@acoro/executors` has worker threads. A host without threads has the
 * InlineExecutor, which runs the function in a turn of the loop and blocks it. A Job reports its end through
 * callbacks and not as a future, because it belongs to no loop until one waits for it.
 */

import type { EventLoop } from '../base/above.ts'
import { makesCoroutines } from '../base/coroutine-function.ts'
import { CancelledError, checkMilliseconds, describeValue, RuntimeError } from '../base/errors.ts'
import { checkOptions, type OptionKinds } from '../base/options.ts'
import type { Coroutine } from '../coroutine/coroutine.ts'
import { Frame } from '../coroutine/frame.ts'
import { type Awaitable, Future, type Suspension } from '../future/future.ts'
import { ExternalFuture } from '../parking/external-future.ts'
import type { Handle } from '../scheduler/handle.ts'

/** Work submitted to an executor. Python: `concurrent.futures.Future`. */
export interface Job<T> {
  /**
   * Drops the job if it has not begun, else asks it to stop if the executor can. Returns false if it can do
   * neither.
   */
  cancel(): boolean
  /**
   * Calls one of the two callbacks after the job has ended, never before `onDone` returns. A cancelled job
   * fails with CancelledError.
   */
  onDone(succeeded: (value: T) => void, failed: (error: unknown) => void): void
}

export interface ShutdownOptions {
  /** Wait until its jobs have ended; true by default. */
  wait?: boolean | undefined
  /** Drop the jobs that have not begun. */
  cancelPending?: boolean | undefined
  /**
   * The longest wait, in ms. After it, jobs that have not begun are dropped, and running ones are stopped if
   * possible.
   */
  timeout?: number | undefined
}

/** Runs functions for `runInExecutor`. Python: `concurrent.futures.Executor`. */
export interface Executor {
  /** Runs `fn`. If it returns a promise, the job waits for that. RuntimeError after shutdown. */
  // biome-ignore lint/suspicious/noExplicitAny: an executor runs functions of any arguments.
  submit<A extends any[], T>(fn: (...args: A) => T, ...args: A): Job<Awaited<T>>
  /** Accepts no more jobs, and waits for those it has. */
  shutdown(options?: ShutdownOptions): Awaitable<void>
}

class InlineJob<T> implements Job<T> {
  readonly #executor: InlineExecutor
  readonly #handle: Handle
  #begun = false
  #succeeded: ((value: T) => void) | undefined
  #failed: ((error: unknown) => void) | undefined

  constructor(executor: InlineExecutor, loop: EventLoop, work: () => T | PromiseLike<T>) {
    this.#executor = executor
    this.#handle = loop.callSoon(() => this.#run(work))
  }

  cancel(): boolean {
    if (this.#begun) return false
    this.#begun = true
    this.#handle.cancel()
    this.#fail(new CancelledError('the job was cancelled'))
    return true
  }

  onDone(succeeded: (value: T) => void, failed: (error: unknown) => void): void {
    this.#succeeded = succeeded
    this.#failed = failed
  }

  #run(work: () => T | PromiseLike<T>): void {
    this.#begun = true
    try {
      const value = work()
      if (isPromiseLike(value))
        value.then(
          (result) => this.#succeed(result),
          (error) => this.#fail(error),
        )
      else this.#succeed(value)
    } catch (error) {
      this.#fail(error)
    }
  }

  #succeed(value: T): void {
    this.#executor._ended(this as InlineJob<unknown>)
    this.#succeeded?.(value)
  }

  #fail(error: unknown): void {
    this.#executor._ended(this as InlineJob<unknown>)
    this.#failed?.(error)
  }
}

/** Runs each job in a turn of the loop, which is blocked meanwhile. For hosts without threads. */
export class InlineExecutor implements Executor {
  readonly #loop: EventLoop
  readonly #pending = new Set<InlineJob<unknown>>()
  readonly #shutdowns = new Set<ShutdownFuture>()
  #shutDown = false

  constructor(loop: EventLoop) {
    this.#loop = loop
  }

  // biome-ignore lint/suspicious/noExplicitAny: as in Executor.
  submit<A extends any[], T>(fn: (...args: A) => T, ...args: A): Job<Awaited<T>> {
    if (this.#shutDown) throw new RuntimeError('cannot submit a job after shutdown of the executor')
    checkJob(fn)
    const job = new InlineJob(this, this.#loop, () => fn(...args) as Awaited<T> | PromiseLike<Awaited<T>>)
    this.#pending.add(job as InlineJob<unknown>)
    return job
  }

  shutdown(options: ShutdownOptions = {}): Coroutine<void> {
    checkShutdownOptions(options)
    return new Frame(shutdown(this, options), shutdown)
  }

  /** @internal */
  *_shutdown({
    wait = true,
    cancelPending = false,
    timeout,
  }: ShutdownOptions): Generator<Suspension, void, unknown> {
    this.#shutDown = true
    if (cancelPending) this.#cancelAll()
    if (!wait || this.#pending.size === 0) return
    const giveUp = () => {
      this.#cancelAll()
      this.#wakeAll()
    }
    const timer = timeout === undefined ? undefined : this.#loop.callLater(timeout, giveUp)
    const emptied = new ShutdownFuture(this.#pending)
    this.#shutdowns.add(emptied)
    try {
      yield* emptied
    } finally {
      this.#shutdowns.delete(emptied)
      timer?.cancel()
    }
  }

  #cancelAll(): void {
    for (const job of this.#pending) job.cancel()
  }

  /** @internal */
  _ended(job: InlineJob<unknown>): void {
    this.#pending.delete(job)
    if (this.#pending.size === 0) this.#wakeAll()
  }

  #wakeAll(): void {
    for (const emptied of this.#shutdowns) if (!emptied.done()) emptied._resolve(undefined)
  }
}

function* shutdown(executor: InlineExecutor, options: ShutdownOptions): Generator<Suspension, void, unknown> {
  yield* executor._shutdown(options)
}

/** A shutdown that waits for the jobs. It needs no WaitQueue, without which most programs are bundled. */
class ShutdownFuture extends Future<void> {
  readonly #jobs: ReadonlySet<unknown>

  constructor(jobs: ReadonlySet<unknown>) {
    super()
    this.#jobs = jobs
  }

  /** @internal */
  override get _className(): string {
    return 'Future'
  }

  override describe(): string {
    return `InlineExecutor.shutdown (${this.#jobs.size} jobs)`
  }
}

/**
 * The future of a job. Cancelling it cancels the job. The loop lists it as an external as long as the job may
 * wake it.
 */
class JobFuture<T> extends ExternalFuture<T> {
  readonly #job: Job<T>

  constructor(loop: EventLoop, job: Job<T>, name: string) {
    super(loop, `${name === '' ? 'a function' : name} in an executor`, true)
    this.#job = job
  }

  /**
   * Cancels the job at once, not through a done callback: a job that has not begun must not begin meanwhile.
   */
  override cancel(message?: unknown): boolean {
    if (!super.cancel(message)) return false
    this.#job.cancel()
    return true
  }
}

/** The future of `job`, which runs the function `name`. */
export function futureOf<T>(loop: EventLoop, job: Job<T>, name: string): Future<T> {
  const future = new JobFuture<T>(loop, job, name)
  job.onDone(
    (value) => {
      if (!future.done()) future._resolve(value)
    },
    (error) => {
      if (!future.done()) future._rejectOrCancel(error)
    },
  )
  return future
}

function isPromiseLike<T>(value: T | PromiseLike<T>): value is PromiseLike<T> {
  return typeof (value as PromiseLike<T> | null | undefined)?.then === 'function'
}

const SHUTDOWN_OPTIONS: OptionKinds = { wait: 'boolean', cancelPending: 'boolean', timeout: () => {} }

/** Throws at the call if the options are wrong, and not later in the shutdown. */
export function checkShutdownOptions(options: ShutdownOptions): void {
  checkOptions(options, 'shutdown()', SHUTDOWN_OPTIONS)
  const { timeout } = options
  if (timeout === undefined) return
  checkMilliseconds(timeout, 'the timeout of a shutdown')
  if (timeout < 0) throw new RangeError(`Expected the timeout of a shutdown to be 0 or more, got ${timeout}`)
}

/** Refuses a coroutine function: an executor would make the coroutine and never run it. */
export function checkJob(fn: unknown): void {
  if (typeof fn !== 'function')
    throw new TypeError(`Expected a function to run in the executor, got ${describeValue(fn)}`)
  if (makesCoroutines(fn)) {
    throw new TypeError(
      `Expected a plain function to run in the executor, got the coroutine function ${fn.name}: await it instead`,
    )
  }
}
