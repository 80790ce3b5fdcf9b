/** Runs functions on other machines, through BullMQ and Redis. */

import {
  type Coroutine,
  coroutine,
  type Executor,
  getRunningLoop,
  type Job,
  RuntimeError,
  type ShutdownOptions,
  type Suspension,
} from '@acoro/core'
import {
  adoptExecutor,
  checkJob,
  checkOptions,
  checkShutdownOptions,
  countFrom,
  runningLoop,
} from '@acoro/core/lowlevel'
import { type ConcurrentMap, mapConcurrent } from '@acoro/sync'
import { checkNeeded } from '../base/check.ts'
import { settled } from '../base/settled.ts'
import { makeWarner } from '../base/warnings.ts'
import { aboutOutcome } from '../jobs/call.ts'
import { entryOf, type Registry, registryOf } from '../jobs/define-jobs.ts'
import type { JobFunction } from '../jobs/job-types.ts'
import { cancelEverywhere, removeUnlessBegun } from './canceller.ts'
import { type DeadLetter, readDeadLetters, retryDeadLetter } from './dead-letters.ts'
import { Link } from './link.ts'
import { CALL_OPTIONS, type CallOptions, EXECUTOR_OPTIONS, type QueueExecutorOptions } from './options.ts'
import { Outstanding } from './outstanding.ts'
import { prepare } from './prepare.ts'
import { RemoteJob } from './remote-job.ts'
import type { Outcome } from './result-reader.ts'
import { runRemotely } from './run-remotely.ts'
import { Sender } from './sender.ts'

export interface MapOptions {
  /** How many jobs may be under way at a time; 100 by default. */
  limit?: number | undefined
  /** Return results in the order of the items (the default), or as they come. */
  ordered?: boolean | undefined
}

export interface QueueExecutorStatistics {
  /** Jobs that Redis has, or is about to get. */
  outstanding: number
  /** Jobs that wait here, because there are `maxOutstanding`. */
  queued: number
}

/** Submits with options: what `executor.with` returns. */
export interface Caller {
  run<A extends unknown[], R>(fn: JobFunction<A, R>, ...args: A): Coroutine<R>
  // biome-ignore lint/suspicious/noExplicitAny: as in Executor.
  submit<A extends any[], T>(fn: (...args: A) => T, ...args: A): Job<Awaited<T>>
}

/**
 * Submits jobs to the workers of a queue in Redis. Each job is run at least once, as long as Redis keeps its data; its
 * wait always ends. Cancelling travels: a waiting job is removed, a running one gets CancelledError on its machine.
 *
 * If it is made in a running loop, it is shut down with that loop, at the end of `run`. Otherwise the program has to
 * shut it down. TypeError or RangeError for wrong options.
 */
export class QueueExecutor implements Executor, AsyncDisposable {
  readonly name: string
  readonly #options: QueueExecutorOptions
  readonly #registry: Registry
  readonly #warn: (error: unknown) => void
  readonly #outstanding = new Outstanding()
  readonly #sender: Sender
  #link: Link | null = null
  #checks: NodeJS.Timeout | undefined
  #shutDown = false
  #closing = false
  #resolveGone: () => void = () => {}
  /** Settles when everything is closed. */
  readonly #gone = new Promise<void>((resolve) => {
    this.#resolveGone = resolve
  })
  /** Redis may throw jobs away. */
  #refused: Error | null = null

  constructor(jobs: object, options: QueueExecutorOptions) {
    this.#registry = registryOf(jobs, 'a QueueExecutor')
    checkNeeded(options, 'QueueExecutor()', EXECUTOR_OPTIONS)
    if (options.connection === undefined) {
      throw new TypeError('Expected the option connection of QueueExecutor(), where Redis is, got undefined')
    }
    this.#options = { ...options }
    this.name = options.name ?? `queue ${options.queue ?? 'jobs'}`
    this.#warn = makeWarner(`${this}`, options.onWarning)
    this.#sender = new Sender(
      this.#outstanding,
      options.maxOutstanding ?? 1000,
      () => this.#open(),
      (outcome) => this.#settle(outcome),
    )
    const loop = runningLoop()
    if (loop !== null) adoptExecutor(loop, this)
  }

  /**
   * Sends a job. TypeError if `fn` is not one of the jobs, or if its arguments cannot be sent; RangeError if they are
   * too large. RuntimeError after shutdown. The future of `loop.runInExecutor` ends at once if it is cancelled; `run`
   * waits for the end of the job.
   */
  // biome-ignore lint/suspicious/noExplicitAny: as in Executor.
  submit<A extends any[], T>(fn: (...args: A) => T, ...args: A): Job<Awaited<T>> {
    return this._submit(fn, args, {}) as Job<Awaited<T>>
  }

  /**
   * Runs a job and returns its result. If it is cancelled, it waits until the job has ended on its machine, with all
   * its `finally` blocks. CancelTimeoutError if nobody confirms that within `cancelTimeout`.
   */
  run<A extends unknown[], R>(fn: JobFunction<A, R>, ...args: A): Coroutine<R> {
    return runRemotely(() => this._submit(fn, args, {}), `${fn?.name} in ${this}`) as Coroutine<R>
  }

  /** Calls with options: a key, a delay, a priority, an expiry. */
  with(options: CallOptions): Caller {
    checkOptions(options, 'with()', CALL_OPTIONS)
    return {
      run: (fn, ...args) =>
        runRemotely(() => this._submit(fn, args, options), `${fn?.name} in ${this}`) as never,
      submit: (fn, ...args) => this._submit(fn, args, options) as never,
    }
  }

  /**
   * Runs a job with each of `items`, at most `limit` at a time. Await it for an array, or iterate over it with
   * `asyncFor`. The first error ends it; jobs under way are cancelled, and their end is waited for.
   * Python: `executor.map`.
   */
  map<I, R>(fn: JobFunction<[I], R>, items: Iterable<I>, options: MapOptions = {}): ConcurrentMap<R> {
    entryOf(fn, this.#registry)
    checkOptions(options, 'map()', { limit: countFrom(1), ordered: 'boolean' })
    const { limit = 100, ordered = true } = options
    return mapConcurrent(items, (item: I) => this.run(fn, item), { limit, ordered })
  }

  /** The jobs that failed for good, latest first; at most `limit`, 100 by default. */
  deadLetters(limit = 100): Coroutine<DeadLetter[]> {
    countFrom(1)(limit, 'the number of dead letters')
    return readDeadLetters(() => this.#open(), this.#registry, limit)
  }

  /** Puts a dead letter back into the queue. Nobody waits for its result. False if there is none of this id. */
  retry(id: string): Coroutine<boolean> {
    return retryDeadLetter(() => this.#open(), id)
  }

  /**
   * Takes no more jobs and waits for those it has. `cancelPending` removes jobs that have not begun. After `timeout` ms
   * all jobs are cancelled, and it waits no longer.
   */
  shutdown(options: ShutdownOptions = {}): Coroutine<void> {
    checkShutdownOptions(options)
    return shutDown(this, options)
  }

  statistics(): QueueExecutorStatistics {
    return { outstanding: this.#outstanding.size, queued: this.#sender.queued }
  }

  /** For `asyncWith(executor, function* (executor) { … })`. */
  *aenter(): Generator<Suspension, this, unknown> {
    return this
  }

  *aexit(): Generator<Suspension, void, unknown> {
    yield* this.shutdown()
  }

  /** For promise code: `await using executor = new QueueExecutor(…)`. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#shutDown = true
    this.#closeIfIdle()
    await this.#gone
  }

  toString(): string {
    return `<QueueExecutor ${this.name}>`
  }

  /** @internal */
  _submit(fn: unknown, args: unknown[], options: CallOptions): RemoteJob {
    if (this.#shutDown) throw new RuntimeError(`cannot submit a job after shutdown of ${this}`)
    if (this.#refused !== null) throw this.#refused
    checkJob(fn)
    const entry = entryOf(fn, this.#registry)
    const what = prepare(this.#registry, entry, args, this.#open().caller, options, this.#options)
    const job = new RemoteJob(
      what,
      (cancelled) => this.#cancel(cancelled),
      (ended) => this.#ended(ended),
    )
    this.#sender.add(job)
    return job
  }

  /** @internal */
  *_shutdown(options: ShutdownOptions): Generator<Suspension, void, unknown> {
    const { wait = true, cancelPending = false, timeout } = options
    this.#shutDown = true
    if (cancelPending) this.#dropPending()
    this.#closeIfIdle()
    if (!wait) return
    const timer =
      timeout === undefined ? undefined : getRunningLoop().callLater(timeout, () => this.#cancelAll())
    try {
      yield* settled(this.#gone, `shutdown of ${this}`)
    } finally {
      timer?.cancel()
    }
  }

  #open(): Link {
    if (this.#link !== null) return this.#link
    if (this.#closing) throw new RuntimeError(`${this} is shut down`)
    const link = new Link(
      this.#options,
      this.#warn,
      (outcome) => this.#settle(outcome),
      () => void this.#check(),
    )
    this.#link = link
    this.#checks = setInterval(() => void this.#check(), this.#options.checkInterval ?? 5000)
    link.checkPolicy().catch((error: unknown) => {
      if (!(error instanceof RuntimeError)) return
      this.#refused = error
      for (const job of this.#jobs()) job.fail(error)
    })
    return link
  }

  #check(): Promise<void> | undefined {
    if (this.#link === null || this.#outstanding.size === 0) return undefined
    return this.#outstanding.check(this.#link).catch(this.#warn)
  }

  #settle({ id, kind, body }: Outcome): void {
    const jobs = this.#outstanding.of(id)
    if (jobs.length === 0) return
    for (const job of jobs) job.heard = true
    void this.#read(id, kind, body).then(
      (value) => {
        for (const job of jobs) {
          if (kind === 'v') job.succeed(value)
          else job.fail(value)
        }
      },
      (error: unknown) => {
        for (const job of jobs) job.fail(error)
      },
    )
  }

  async #read(id: string, kind: string, body: string): Promise<unknown> {
    const what = kind === 'v' ? 'the result of a job' : 'the error of a job'
    return this.#registry.codec.unpackText(body, what, aboutOutcome(id, kind))
  }

  #cancel(job: RemoteJob): void {
    if (job.state === 'queued') job.fail(undefined)
    else cancelEverywhere(job, this.#open(), this.#options.cancelTimeout ?? 10_000)
  }

  #ended(job: RemoteJob): void {
    this.#sender.delete(job)
    this.#outstanding.delete(job)
    this.#sender.dispatch()
    if (this.#shutDown) this.#closeIfIdle()
  }

  #jobs(): RemoteJob[] {
    return [...this.#sender.jobs(), ...this.#outstanding]
  }

  /** Drops what waits here, and removes from Redis what has not begun there. */
  #dropPending(): void {
    for (const job of this.#jobs()) {
      if (job.state === 'queued') job.cancel()
      else removeUnlessBegun(job, this.#open(), this.#warn)
    }
  }

  /** The time of the shutdown is over: jobs are cancelled, and nobody waits for their ends. */
  #cancelAll(): void {
    for (const job of this.#jobs()) {
      job.cancel()
      job.fail(undefined)
    }
  }

  #closeIfIdle(): void {
    if (this.#closing || this.#outstanding.size + this.#sender.queued > 0) return
    this.#closing = true
    clearInterval(this.#checks)
    const closed = this.#link?.close() ?? Promise.resolve()
    void closed.catch(this.#warn).then(this.#resolveGone)
  }
}

const shutDown = coroutine(function* shutdown(executor: QueueExecutor, options: ShutdownOptions) {
  yield* executor._shutdown(options)
})
