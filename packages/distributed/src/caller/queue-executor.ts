/** Runs functions on other machines, through BullMQ and Redis. */

import {
  type AsyncGeneratorObject,
  type Coroutine,
  copyContext,
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
import { addressOf } from '../base/connection.ts'
import { settled } from '../base/settled.ts'
import { makeWarner } from '../base/warnings.ts'
import { entryOf, type Registry, registryOf } from '../jobs/define-jobs.ts'
import type { ItemOf, JobFunction, Streamed } from '../jobs/job-types.ts'
import type { News } from '../jobs/news.ts'
import { cancelEverywhere, removeUnlessBegun } from './canceller.ts'
import { type DeadLetter, readDeadLetters, retryDeadLetter } from './dead-letters.ts'
import { Link } from './link.ts'
import { Listener } from './listener.ts'
import {
  type Caller,
  type CallOptions,
  checkCallOptions,
  EXECUTOR_OPTIONS,
  type MapOptions,
  type QueueExecutorOptions,
} from './options.ts'
import { Outstanding } from './outstanding.ts'
import { prepare } from './prepare.ts'
import { PresenceWatch } from './presence-watch.ts'
import { RemoteItems } from './remote-items.ts'
import { RemoteJob } from './remote-job.ts'
import { runRemotely } from './run-remotely.ts'
import { Sender } from './sender.ts'
import { streamRemotely } from './stream-remotely.ts'

export interface QueueExecutorStatistics {
  /** Jobs that Redis has, or is about to get. */
  outstanding: number
  /** Jobs that wait here, because there are `maxOutstanding`. */
  queued: number
}

/**
 * Submits jobs to the workers of a queue in Redis. Each job is run at least once, as long as Redis keeps its
 * data; its wait always ends. Cancelling travels: a waiting job is removed, a running one is cancelled.
 *
 * If it is made in a running loop, it is shut down with that loop. Otherwise the program has to do it.
 * TypeError or RangeError for wrong options.
 */
export class QueueExecutor implements Executor, AsyncDisposable {
  readonly name: string
  readonly #options: QueueExecutorOptions
  readonly #registry: Registry
  readonly #warn: (error: unknown) => void
  readonly #outstanding = new Outstanding()
  readonly #sender: Sender
  readonly #listener: Listener
  readonly #presence = new PresenceWatch(() => {
    const { queue = 'jobs', connection } = this.#options
    this.#warn(
      new Error(
        `no worker serves the queue ${queue} at ${addressOf(connection)}: jobs wait there until one is started, by acoro-worker or by a Worker of this queue and prefix`,
      ),
    )
  })
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
      (news) => this.#listener.hear(news),
    )
    this.#listener = new Listener(this.#registry, this.#outstanding, this.#warn)
    const loop = runningLoop()
    if (loop !== null) adoptExecutor(loop, this)
  }

  /**
   * Sends a job. TypeError if `fn` is not one of the jobs, or if its arguments cannot be sent; RangeError if
   * they are too large. RuntimeError after shutdown. The future of `loop.runInExecutor` ends at once if it is
   * cancelled; `run` waits for the end of the job.
   */
  // biome-ignore lint/suspicious/noExplicitAny: as in Executor.
  submit<A extends any[], T>(fn: (...args: A) => T, ...args: A): Job<Awaited<T>> {
    return this._submit(fn, args, {}) as Job<Awaited<T>>
  }

  /**
   * Runs a job and returns its result. If it is cancelled, it waits until the job has ended on its machine,
   * with all its `finally` blocks. CancelTimeoutError if nobody confirms that within `cancelTimeout`.
   */
  run<A extends unknown[], R>(fn: JobFunction<A, R>, ...args: A): Coroutine<R> {
    return runRemotely(() => this._submit(fn, args, {}), `${fn?.name} in ${this}`) as Coroutine<R>
  }

  /**
   * Runs a job that returns an async generator. It begins at the first read, and is at most 32 items
   * (`window`) ahead of its reader. If its worker dies, it is begun again; items that have come are not told
   * again, so the second run has to send the same ones. However the
   * loop ends, the job is cancelled, and its end is waited for.
   */
  stream<A extends unknown[], R extends Streamed>(
    fn: JobFunction<A, R>,
    ...args: A
  ): AsyncGeneratorObject<ItemOf<R>> {
    return this.#stream(fn, args, {}) as AsyncGeneratorObject<ItemOf<R>>
  }

  /** Calls with options: a key, a delay, a priority, an expiry, progress, the window of a stream. */
  with(options: CallOptions): Caller {
    checkCallOptions(options)
    return {
      stream: (fn, ...args) => this.#stream(fn, args, options) as never,
      run: (fn, ...args) =>
        runRemotely(() => this._submit(fn, args, options), `${fn?.name} in ${this}`) as never,
      submit: (fn, ...args) => this._submit(fn, args, options) as never,
    }
  }

  /**
   * Runs a job with each of `items`, at most `limit` at a time. Await it for an array, or iterate over it
   * with `asyncFor`. The first error ends it; jobs under way are cancelled, and their end is waited for.
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

  /** Puts a dead letter back into the queue; no call waits for it. False if there is none of this id. */
  retry(id: string): Coroutine<boolean> {
    return retryDeadLetter(() => this.#open(), id)
  }

  /**
   * Takes no more jobs and waits for those it has. `cancelPending` removes jobs that have not begun. After
   * `timeout` ms all jobs are cancelled, and it waits no longer.
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
  _submit(fn: unknown, args: unknown[], options: CallOptions, window?: number): RemoteJob {
    if (this.#shutDown) throw new RuntimeError(`cannot submit a job after shutdown of ${this}`)
    if (this.#refused !== null) throw this.#refused
    checkJob(fn)
    const entry = entryOf(fn, this.#registry)
    const what = prepare(this.#registry, entry, args, this.#open().caller, options, this.#options, window)
    const job = new RemoteJob(
      what,
      (cancelled) => this.#cancel(cancelled),
      (ended) => this.#ended(ended),
    )
    if (options.onProgress !== undefined) job.onProgress = inLoop(options.onProgress)
    this.#sender.add(job)
    return job
  }

  #stream(
    fn: JobFunction<never, unknown>,
    args: unknown[],
    options: CallOptions,
  ): AsyncGeneratorObject<unknown> {
    entryOf(fn, this.#registry)
    if (options.key !== undefined) {
      throw new RangeError(
        'Expected a stream without a key, got the key of with(): calls with a key share one result',
      )
    }
    const { window = 32 } = options
    const submit = () => {
      const job = this._submit(fn, args, options, window)
      const link = this.#open()
      link.keepLease()
      job.items = new RemoteItems(window, `${fn.name} in ${this}`, (inbox, taken) =>
        link.tellTaken(inbox, job.id, taken),
      )
      return { job, items: job.items }
    }
    return streamRemotely({ submit, read: (job, item) => this.#listener.readItem(job, item) })
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
    const hear = (news: News): void => this.#listener.hear(news)
    const link = new Link(this.#options, this.#warn, hear, () => void this.#check())
    this.#link = link
    this.#checks = setInterval(() => void this.#checkAndLook(), this.#options.checkInterval ?? 5000)
    link.checkPolicy().catch((error: unknown) => {
      if (!(error instanceof RuntimeError)) return
      this.#refused = error
      for (const job of this.#jobs()) job.fail(error)
    })
    return link
  }

  async #check(): Promise<boolean | undefined> {
    if (this.#link === null || this.#outstanding.size === 0) return undefined
    return this.#outstanding.check(this.#link).catch((error: unknown) => void this.#warn(error))
  }

  async #checkAndLook(): Promise<void> {
    if (this.#outstanding.size === 0) return this.#presence.saw(true)
    const alive = await this.#check()
    if (alive !== undefined) this.#presence.saw(alive)
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

/** Passes values to a function in the running loop, with the context of now, if there is one. */
function inLoop(fn: (value: unknown) => void): (value: unknown) => void {
  const loop = runningLoop()
  if (loop === null) return fn
  const context = copyContext()
  return (value) => {
    if (!loop.isClosed()) loop.callSoonThreadsafe(() => context.run(fn, value))
  }
}
