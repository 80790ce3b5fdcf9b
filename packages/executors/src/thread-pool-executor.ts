/**
 * Worker threads for `runInExecutor`, on Piscina.
 *
 * Piscina starts workers, hands jobs to idle ones and retires them. The queue is kept here: a worker that dies leaves
 * jobs in Piscina's own queue waiting for nobody, and a job that is dropped must be gone at once. So Piscina is given
 * a job only when one of `maxWorkers` slots is free, and a slot is free again only when its worker has answered or
 * is gone. A running job is stopped by ending its thread, found by the number it left in its cell.
 */

import { availableParallelism } from 'node:os'
import type { ResourceLimits } from 'node:worker_threads'
import {
  CancelledError,
  type Coroutine,
  coroutine,
  ExceptionGroup,
  type Executor,
  getRunningLoop,
  InvalidStateError,
  type Job,
  RuntimeError,
  type ShutdownOptions,
  type Suspension,
  TimeoutError,
} from '@acoro/core'
import {
  adoptExecutor,
  checkJob,
  checkMilliseconds,
  checkShutdownOptions,
  describeValue,
  runningLoop,
  trackExternal,
  WaitQueue,
} from '@acoro/core/lowlevel'
import { Piscina } from 'piscina'
import { findUncloneable } from './cloneable.ts'
import { decodeThrown, type ErrorClasses } from './error-codec.ts'
import { type MapOptions, MapResults } from './map-results.ts'
import { cancelCell, type Reply, threadCell, type WorkerData } from './protocol.ts'
import { ThreadJob } from './thread-job.ts'
import { explainExit, WorkerExitedError } from './worker-exited-error.ts'
import { checkWorkerFunction } from './worker-function.ts'

export interface ThreadPoolOptions {
  /** The most workers at a time; as many as the machine has processors unless given. */
  maxWorkers?: number | undefined
  /** A worker without a job ends after so many ms; 10 000 unless given, Infinity keeps it. */
  idleTimeout?: number | undefined
  /** How long a job that was cancelled may go on, in ms, before its worker is replaced; 1000 unless given. */
  gracePeriod?: number | undefined
  /** Memory of each worker, as for `new Worker`. */
  resourceLimits?: ResourceLimits | undefined
  /** Shown in messages; `ThreadPool-N` unless given. */
  name?: string | undefined
  /** Options of Node for the workers, in place of those of this process: `['--import', 'tsx']`. */
  execArgv?: readonly string[] | undefined
}

/** What a pool tells about itself. */
export interface ThreadPoolStatistics {
  readonly maxWorkers: number
  /** Threads there are, the starting ones among them. */
  readonly workers: number
  /** Jobs that were given to a worker. */
  readonly running: number
  /** Jobs that wait for one. */
  readonly queued: number
}

/** Errors that are made anew with their class; by name. */
const classes: ErrorClasses = {
  CancelledError,
  InvalidStateError,
  RuntimeError,
  TimeoutError,
  ExceptionGroup: ExceptionGroup as unknown as ErrorClasses[string],
}

let pools = 0

// The package runs from its sources in development, where the worker may need a loader to read them.
const entry = new URL(
  import.meta.url.endsWith('.ts') ? './worker-from-source.js' : './worker-entry.js',
  import.meta.url,
)

/**
 * Runs exported functions in worker threads. Made in a running loop it ends with it, at the end of `run`; elsewhere
 * it has to be shut down. RangeError for less than one worker. Python: `concurrent.futures.ThreadPoolExecutor`.
 *
 * @example
 * ```ts
 * import { getRunningLoop, run, toThread } from '@acoro/core'
 * import { ThreadPoolExecutor, workerModule } from '@acoro/executors'
 *
 * const crypto = workerModule<typeof import('node:crypto')>('node:crypto')
 * await run(function* main() {
 *   getRunningLoop().setDefaultExecutor(new ThreadPoolExecutor({ maxWorkers: 2 }))
 *   const key = yield* toThread(crypto.scryptSync, 'password', 'salt', 16)
 *   return key.length
 * }) // => 16
 * ```
 */
export class ThreadPoolExecutor implements Executor, AsyncDisposable {
  readonly name: string
  readonly maxWorkers: number
  readonly #gracePeriod: number
  readonly #piscina: Piscina<unknown, Reply>
  readonly #cells: Int32Array
  readonly #freeSlots: number[]
  readonly #queue = new Set<ThreadJob>()
  readonly #running = new Set<ThreadJob>()
  readonly #whenEnded = new WaitQueue<void>({ describe: () => `shutdown of ${this}` })
  #shutDown = false
  /** Why no worker can be had. */
  #broken: WorkerExitedError | null = null
  #startFailure: unknown
  /** Resolved once the last worker is gone. */
  #ended: Promise<void> | null = null

  constructor(options: ThreadPoolOptions = {}) {
    checkOptions(options)
    this.maxWorkers = options.maxWorkers ?? availableParallelism()
    this.name = options.name ?? `ThreadPool-${++pools}`
    this.#gracePeriod = options.gracePeriod ?? 1000
    this.#cells = new Int32Array(new SharedArrayBuffer(8 * this.maxWorkers))
    this.#freeSlots = Array.from({ length: this.maxWorkers }, (_, slot) => slot)
    const workerData: WorkerData = { cells: this.#cells, pool: this.name }
    this.#piscina = new Piscina({
      filename: entry.href,
      minThreads: 0,
      maxThreads: this.maxWorkers,
      idleTimeout: options.idleTimeout ?? 10_000,
      recordTiming: false,
      workerData,
      ...(options.resourceLimits === undefined ? {} : { resourceLimits: options.resourceLimits }),
      ...(options.execArgv === undefined ? {} : { execArgv: [...options.execArgv] }),
    })
    this.#piscina.on('error', (error) => this.#workerFailed(error))
    this.#piscina.on('workerDestroy', () => setImmediate(() => this.#checkWorkers()))
    const loop = runningLoop()
    if (loop !== null) adoptExecutor(loop, this)
  }

  /**
   * Queues a job. TypeError for what is no reference (see `workerFunction`) and for an argument that is a function,
   * RuntimeError after shutdown. Cancelling a job drops it, or aborts its `jobSignal()`; a worker that does not end it
   * within the grace period is replaced.
   */
  // biome-ignore lint/suspicious/noExplicitAny: as in Executor.
  submit<A extends any[], T>(fn: (...args: A) => T, ...args: A): Job<Awaited<T>> {
    if (this.#shutDown) throw new RuntimeError(`cannot submit a job after shutdown of ${this}`)
    if (this.#broken !== null) throw this.#broken
    checkJob(fn)
    const job = new ThreadJob(this.#owner, checkWorkerFunction(fn), args)
    this.#queue.add(job)
    this.#dispatch()
    return job as Job<Awaited<T>>
  }

  /**
   * Runs `fn` with each of `items`, at most `limit` of them at a time (twice the workers unless given), and gives the
   * results: as an array where it is awaited, one by one where it is gone through with `asyncFor`; in the order of the
   * items, or as they come where `ordered` is false. The first error ends it, and the jobs that are left are cancelled.
   * Python: `executor.map`.
   */
  map<I, R>(fn: (item: I) => R, items: Iterable<I>, options: MapOptions = {}): MapResults<Awaited<R>> {
    checkWorkerFunction(fn)
    return new MapResults(this, fn, items, { limit: 2 * this.maxWorkers, ...options })
  }

  /**
   * Takes no more jobs, waits for those it has, and ends its workers. After `timeout` ms the queued ones are dropped
   * and the running ones fail with WorkerExitedError. Cancelling it ends the wait, not the shutdown.
   */
  shutdown(options: ShutdownOptions = {}): Coroutine<void> {
    checkShutdownOptions(options)
    return shutDown(this, options)
  }

  statistics(): ThreadPoolStatistics {
    return {
      maxWorkers: this.maxWorkers,
      workers: this.#piscina.threads.length,
      running: this.#running.size,
      queued: this.#queue.size,
    }
  }

  /** For `asyncWith(pool, function* (pool) { … })`. */
  *aenter(): Generator<Suspension, this, unknown> {
    return this
  }

  *aexit(): Generator<Suspension, void, unknown> {
    yield* this.shutdown()
  }

  /** For promise code: `await using pool = new ThreadPoolExecutor()`. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#close(false)
    await this.#ended
  }

  toString(): string {
    return `<ThreadPoolExecutor ${this.name}>`
  }

  /** @internal */
  *_shutdown({
    wait = true,
    cancelPending = false,
    timeout,
  }: ShutdownOptions): Generator<Suspension, void, unknown> {
    this.#close(cancelPending)
    if (!wait || (this.#ended !== null && this.#piscina.threads.length === 0)) return
    const loop = getRunningLoop()
    const external = trackExternal(loop, `shutdown of ${this}`, { transient: true })
    const timer = timeout === undefined ? undefined : loop.callLater(timeout, () => this.#giveUp(timeout))
    try {
      yield* this.#whenEnded.park()
    } finally {
      timer?.cancel()
      external.end()
    }
  }

  // ------------------------------------------------------------------ jobs

  readonly #owner = { cancel: (job: ThreadJob): void => this.#cancel(job) }

  #dispatch(): void {
    for (const job of this.#queue) {
      const slot = this.#freeSlots.pop()
      if (slot === undefined) return
      this.#queue.delete(job)
      this.#run(job, slot)
    }
  }

  #run(job: ThreadJob, slot: number): void {
    this.#running.add(job)
    Atomics.store(this.#cells, threadCell(slot), 0)
    Atomics.store(this.#cells, cancelCell(slot), 0)
    const { message, transferList } = job.begin(slot)
    try {
      // Without options Piscina copies none.
      const replied =
        transferList.length === 0
          ? this.#piscina.run(message)
          : this.#piscina.run(message, { transferList: transferList as never })
      replied.then(
        (reply) => this.#replied(job, reply),
        (error) => this.#lost(job, error),
      )
    } catch (error) {
      // `new Worker` refuses its options, so there never was one; nobody listens to the job yet.
      this.#ended = Promise.resolve()
      queueMicrotask(() => this.#break(error))
    }
  }

  #replied(job: ThreadJob, reply: Reply): void {
    this.#release(job)
    if ('value' in reply) job.succeed(reply.value)
    else
      job.fail(
        decodeThrown(reply.error, classes, `${job.name} in a worker of ${this.name} (${job.reference.url})`),
      )
    this.#next()
  }

  /** No reply: the arguments cannot be cloned, or the worker is gone. */
  #lost(job: ThreadJob, error: unknown): void {
    if (job.slot === -1) return
    const begun = this.#thread(job) !== 0
    this.#release(job)
    if (!begun && (error as { name?: unknown } | null)?.name === 'DataCloneError') {
      const obstacle = findUncloneable(job.args, 'args', new Set(job.transferred)) ?? (error as Error).message
      job.fail(
        new TypeError(`Cannot send the arguments of ${job.name} to a worker: ${obstacle}`, { cause: error }),
      )
    } else job.fail(explainExit(job.name, error))
    this.#next()
  }

  #release(job: ThreadJob): void {
    this.#running.delete(job)
    this.#freeSlots.push(job.slot)
    job.slot = -1
  }

  #next(): void {
    this.#dispatch()
    if (this.#shutDown) this.#endIfIdle()
  }

  #cancel(job: ThreadJob): void {
    if (this.#queue.delete(job)) {
      job.fail(new CancelledError('the job was cancelled'))
      return
    }
    const cell = cancelCell(job.slot)
    Atomics.store(this.#cells, cell, 1)
    Atomics.notify(this.#cells, cell)
    job.line?.cancel()
    if (this.#gracePeriod === Infinity) return
    job.grace = setTimeout(() => this.#stop(job), this.#gracePeriod)
  }

  /** Ends the thread of a job; one that has not begun yet ends by itself when it does, because it was cancelled. */
  #stop(job: ThreadJob): void {
    const id = this.#thread(job)
    void this.#piscina.threads.find((worker) => worker.threadId === id)?.terminate()
  }

  #thread(job: ThreadJob): number {
    return Atomics.load(this.#cells, threadCell(job.slot))
  }

  // ------------------------------------------------------------------ workers

  #workerFailed(error: unknown): void {
    this.#startFailure = error
    process.emitWarning(
      `A worker of ${this} died without a job: ${(error as Error | null)?.message ?? error}`,
    )
  }

  /** Piscina does not try again where a worker dies while it starts: then whoever waits for it would wait for ever. */
  #checkWorkers(): void {
    const waiting = [...this.#running].some((job) => this.#thread(job) === 0)
    if (waiting && this.#piscina.threads.length === 0) this.#break(this.#startFailure)
  }

  #break(cause: unknown): void {
    const why =
      cause === undefined ? 'it exited while it started' : String((cause as Error | null)?.message ?? cause)
    this.#broken = new WorkerExitedError(`No worker of ${this} can be started: ${why}`, { cause })
    const jobs = [...this.#running, ...this.#queue]
    this.#queue.clear()
    for (const job of this.#running) this.#release(job)
    for (const job of jobs) job.fail(this.#broken)
    this.#close(true)
  }

  // ------------------------------------------------------------------ the end

  #close(cancelPending: boolean): void {
    this.#shutDown = true
    if (cancelPending) this.#dropQueue()
    this.#endIfIdle()
  }

  #dropQueue(): void {
    for (const job of this.#queue) job.cancel()
  }

  #endIfIdle(): void {
    if (this.#running.size === 0 && this.#queue.size === 0) this.#endWorkers()
  }

  #endWorkers(): void {
    this.#ended ??= this.#piscina.destroy().then(() => void this.#whenEnded.wakeAll())
  }

  /** The shutdown has waited long enough. */
  #giveUp(timeout: number): void {
    this.#dropQueue()
    for (const job of this.#running) {
      this.#release(job)
      job.fail(
        new WorkerExitedError(`${job.name} was stopped: the shutdown of ${this} waited ${timeout} ms for it`),
      )
    }
    this.#endWorkers()
  }
}

const shutDown = coroutine(function* shutdown(executor: ThreadPoolExecutor, options: ShutdownOptions) {
  yield* executor._shutdown(options)
})

function checkOptions(options: ThreadPoolOptions): void {
  if (typeof options !== 'object' || options === null) {
    throw new TypeError(`Expected the options of a pool, an object, got ${describeValue(options)}`)
  }
  const { maxWorkers, idleTimeout, gracePeriod, name } = options
  if (maxWorkers !== undefined && (!Number.isInteger(maxWorkers) || maxWorkers < 1)) {
    throw new RangeError(
      `Expected maxWorkers to be a whole number of 1 or more, got ${describeValue(maxWorkers)}`,
    )
  }
  for (const [key, value] of Object.entries({ idleTimeout, gracePeriod })) {
    if (value === undefined) continue
    checkMilliseconds(value, key)
    if (value < 0) throw new RangeError(`Expected ${key} to be 0 or more, got ${value}`)
  }
  if (name !== undefined && typeof name !== 'string') {
    throw new TypeError(`Expected the name of a pool, a string, got ${describeValue(name)}`)
  }
}
