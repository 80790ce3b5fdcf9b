/**
 * What the executors with workers have in common: the queue of jobs, and the shutdown.
 *
 * The queue is here and not in a library, because a dropped job must be gone at once, and no job may wait for
 * a dead worker. The trade-off: arguments are cloned when a job begins, not when it is submitted. So a job
 * sees changes that are made in between.
 */

import { availableParallelism } from 'node:os'
import {
  CancelledError,
  type Coroutine,
  coroutine,
  type Executor,
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
  runningLoop,
  WaitQueue,
  waitForShutdown,
} from '@acoro/core/lowlevel'
import { checkWorkerFunction } from '../worker/worker-function.ts'
import { type MapOptions, MapResults } from './map-results.ts'
import type { PoolJob } from './pool-job.ts'
import { checkWhole, type PoolOptions, type PoolStatistics } from './pool-options.ts'
import { WorkerExitedError } from './worker-exited-error.ts'
import type { Workers } from './workers.ts'

const made = new Map<string, number>()

/** An executor with workers: `ThreadPoolExecutor` or `ProcessPoolExecutor`. */
export abstract class PoolExecutor implements Executor, AsyncDisposable {
  readonly name: string
  readonly maxWorkers: number
  readonly #pool: Workers
  readonly #queue = new Set<PoolJob>()
  readonly #whenEnded = new WaitQueue<void>({ describe: () => `shutdown of ${this}` })
  #shutDown = false
  /** The reason why no worker can be started. */
  #broken: WorkerExitedError | null = null
  #ended = false
  #resolveGone: () => void = () => {}
  /** For promise code. Coroutines wait in `#whenEnded`. */
  readonly #gone = new Promise<void>((resolve) => {
    this.#resolveGone = resolve
  })

  /** @internal `start` makes the workers for this owner. */
  constructor(kind: string, options: PoolOptions, start: (owner: PoolExecutor) => Workers) {
    this.maxWorkers = options.maxWorkers ?? availableParallelism()
    this.name = options.name ?? nameOfNext(kind)
    this.#pool = start(this)
    const loop = runningLoop()
    if (loop !== null) adoptExecutor(loop, this)
  }

  /**
   * Queues a job. Cancelling the job drops it, or aborts its `jobSignal()`. A worker that does not end a
   * cancelled job within the grace period is replaced. TypeError if `fn` is not a reference (see
   * `workerFunction`), or if an argument is a function. RuntimeError after shutdown.
   */
  // biome-ignore lint/suspicious/noExplicitAny: as in Executor.
  submit<A extends any[], T>(fn: (...args: A) => T, ...args: A): Job<Awaited<T>> {
    if (this.#broken !== null) throw this.#broken
    if (this.#shutDown) throw new RuntimeError(`cannot submit a job after shutdown of ${this}`)
    checkJob(fn)
    const job = this.#pool.makeJob((cancelled) => this.#cancel(cancelled), checkWorkerFunction(fn), args)
    this.#queue.add(job)
    this.#dispatch()
    return job as Job<Awaited<T>>
  }

  /**
   * Runs `fn` with each of `items`, at most `limit` at a time (by default twice the number of workers). Await
   * the result for an array, or iterate over it with `asyncFor`. Results come in the order of the items, or
   * as they are ready if `ordered` is false. The first error ends it and cancels the jobs that are left.
   * Python: `executor.map`.
   */
  map<I, R>(fn: (item: I) => R, items: Iterable<I>, options: MapOptions = {}): MapResults<Awaited<R>> {
    checkWorkerFunction(fn)
    checkOptions(options, 'map()', { limit: checkWhole, ordered: 'boolean' })
    return new MapResults(this, fn, items, { limit: 2 * this.maxWorkers, ...options })
  }

  /**
   * Takes no more jobs, waits for those it has, and ends its workers. After `timeout` ms it drops queued
   * jobs, and running jobs fail with WorkerExitedError. Cancelling it ends the wait, not the shutdown.
   */
  shutdown(options: ShutdownOptions = {}): Coroutine<void> {
    checkShutdownOptions(options)
    return shutDown(this, options)
  }

  statistics(): PoolStatistics {
    const { workers, running } = this.#pool
    return { maxWorkers: this.maxWorkers, workers, running, queued: this.#queue.size }
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
    this.#close()
    await this.#gone
  }

  toString(): string {
    return `<${this.constructor.name} ${this.name}>`
  }

  /** @internal A worker is free. */
  _workerFree(): void {
    this.#dispatch()
  }

  /** @internal No worker can be started, now or later. */
  _broken(error: WorkerExitedError): void {
    this.#broken = error
    const queued = [...this.#queue]
    this.#queue.clear()
    for (const job of queued) job.fail(error)
    this.#close()
  }

  /** @internal */
  *_shutdown(options: ShutdownOptions): Generator<Suspension, void, unknown> {
    const { wait = true, cancelPending = false, timeout } = options
    if (cancelPending) this.#dropQueue()
    this.#close()
    if (!wait || this.#ended) return
    yield* waitForShutdown(this, this.#whenEnded, timeout, (waited) => this.#giveUp(waited))
  }

  #dispatch(): void {
    for (const job of this.#queue) {
      if (!this.#pool.hasRoom) return
      this.#queue.delete(job)
      this.#pool.run(job)
    }
    if (this.#shutDown && this.#pool.running === 0) this.#end()
  }

  #cancel(job: PoolJob): void {
    if (this.#queue.delete(job)) job.fail(new CancelledError('the job was cancelled'))
    else this.#pool.stopSoon(job)
  }

  #dropQueue(): void {
    for (const job of this.#queue) job.cancel()
  }

  #close(): void {
    this.#shutDown = true
    this.#dispatch()
  }

  #end(): void {
    void this.#pool.end().then(() => {
      this.#ended = true
      this.#whenEnded.wakeAll()
      this.#resolveGone()
    })
  }

  /** The timeout of the shutdown is over. */
  #giveUp(timeout: number): void {
    this.#dropQueue()
    const waited = `the shutdown of ${this} waited ${timeout} ms for it`
    this.#pool.failRunning((job) => new WorkerExitedError(`${job.name} was stopped: ${waited}`))
    this.#end()
  }
}

const shutDown = coroutine(function* shutdown(executor: PoolExecutor, options: ShutdownOptions) {
  yield* executor._shutdown(options)
})

function nameOfNext(kind: string): string {
  const number = (made.get(kind) ?? 0) + 1
  made.set(kind, number)
  return `${kind}-${number}`
}
