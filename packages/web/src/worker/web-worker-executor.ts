/**
 * Web Workers as an executor: `toThread` and `runInExecutor` in pages, on Bun and on Deno.
 *
 * A worker has one job at a time. The others stand in line here, because a job that is dropped must be gone
 * at once, and must not wait for a worker that is dead. A running job is asked to stop by a message. One that
 * does not hear of it, because it computes, is ended with its worker, which is the only way to end it.
 */

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
  countFrom,
  describeValue,
  durationOrInfinity,
  runningLoop,
  WaitQueue,
  waitForShutdown,
} from '@acoro/core/lowlevel'
import { decode, MARK, messageIn, type ToPage, type ToWorker } from './messages.ts'
import { WorkerExitedError } from './worker-exited-error.ts'
import { referenceOf } from './worker-functions.ts'
import { WorkerJob } from './worker-job.ts'

/** A `Worker` of the platform: what is needed of it. */
export interface WorkerLike {
  postMessage(message: unknown): void
  terminate(): void
  // biome-ignore lint/suspicious/noExplicitAny: it has an overload for each event.
  addEventListener(type: any, listener: (event: any) => void): void
}

export interface WebWorkerOptions {
  /** The most workers at a time; by default as many as the machine has processors. */
  maxWorkers?: number | undefined
  /** How long a cancelled job may go on, in ms, before its worker is replaced; 1000 by default. */
  gracePeriod?: number | undefined
  /** How long a worker may take to start, in ms; 10,000 by default. */
  startTimeout?: number | undefined
  /** Shown in messages; `WebWorkers` by default. */
  name?: string | undefined
}

export interface WebWorkerStatistics {
  readonly maxWorkers: number
  /** With those that are starting. */
  readonly workers: number
  readonly running: number
  readonly queued: number
}

const KINDS = {
  maxWorkers: countFrom(1),
  gracePeriod: durationOrInfinity,
  startTimeout: durationOrInfinity,
  name: 'string',
} as const

/** A worker, and the job that it has. */
interface Seat {
  readonly worker: WorkerLike
  job: WorkerJob | null
  isReady: boolean
  starting: ReturnType<typeof setTimeout> | undefined
}

/**
 * Runs the functions of workers. `makeWorker` makes one of them, in the words that bundlers know: `() => new
 * Worker(new URL('./jobs.js', import.meta.url), { type: 'module' })`. Its module calls
 * `answerJobs(functions)`. Workers are started when needed, and shut down with the running loop, if any.
 * TypeError and RangeError for bad arguments.
 *
 * Cancelling a job drops it, or aborts its `workerSignal()`. A worker that does not end a cancelled job
 * within the grace is replaced. Python: `concurrent.futures.Executor`.
 *
 * ```js
 * import { getRunningLoop, run, toThread } from '@acoro/core'
 *
 * const { hash } = workerFunctions()
 * await run(function* main() {
 *   const makeWorker = () => new Worker(new URL('./jobs.js', import.meta.url), { type: 'module' })
 *   getRunningLoop().setDefaultExecutor(new WebWorkerExecutor(makeWorker, { maxWorkers: 2 }))
 *   return yield* toThread(hash, 'some text')
 * })
 * ```
 */
export class WebWorkerExecutor implements Executor {
  readonly name: string
  readonly maxWorkers: number
  readonly #make: () => WorkerLike
  readonly #gracePeriod: number
  readonly #startTimeout: number
  readonly #queue = new Set<WorkerJob>()
  readonly #seats = new Set<Seat>()
  readonly #whenEnded: WaitQueue = new WaitQueue({ describe: () => `shutdown of ${this}` })
  #count = 0
  #isShutDown = false
  /** Why no worker can be started. */
  #broken: WorkerExitedError | null = null

  constructor(makeWorker: () => WorkerLike, options?: WebWorkerOptions) {
    if (typeof makeWorker !== 'function')
      throw new TypeError(`Expected a function that makes a Worker, got ${describeValue(makeWorker)}`)
    checkOptions(options, 'WebWorkerExecutor()', KINDS)
    this.#make = makeWorker
    this.name = options?.name ?? 'WebWorkers'
    this.maxWorkers = options?.maxWorkers ?? processors()
    this.#gracePeriod = options?.gracePeriod ?? 1000
    this.#startTimeout = options?.startTimeout ?? 10_000
    const loop = runningLoop()
    if (loop !== null) adoptExecutor(loop, this)
  }

  /**
   * Queues a job. TypeError if `fn` is no reference of `workerFunctions`, RuntimeError after the shutdown,
   * WorkerExitedError if no worker can be started. Arguments and results are cloned.
   */
  // biome-ignore lint/suspicious/noExplicitAny: as in Executor.
  submit<A extends any[], T>(fn: (...args: A) => T, ...args: A): Job<Awaited<T>> {
    if (this.#broken !== null) throw this.#broken
    if (this.#isShutDown) throw new RuntimeError(`cannot submit a job after shutdown of ${this}`)
    checkJob(fn)
    const job = new WorkerJob(++this.#count, referenceOf(fn), args, (cancelled) => this.#cancel(cancelled))
    this.#queue.add(job)
    // Not in the call: what fails at once must not fail before its caller listens.
    queueMicrotask(() => this.#dispatch())
    return job as Job<Awaited<T>>
  }

  /**
   * Takes no more jobs, waits for those it has, and ends the workers. After `timeout` ms it drops queued
   * jobs, and running jobs fail with WorkerExitedError. Cancelling it ends the wait, not the shutdown.
   */
  shutdown(options: ShutdownOptions = {}): Coroutine<void> {
    checkShutdownOptions(options)
    return shutDown(this, options)
  }

  statistics(): WebWorkerStatistics {
    const running = [...this.#seats].filter(({ job }) => job !== null).length
    return {
      maxWorkers: this.maxWorkers,
      workers: this.#seats.size,
      running,
      queued: this.#queue.size,
    }
  }

  toString(): string {
    return `<WebWorkerExecutor ${this.name}>`
  }

  /** @internal */
  *_shutdown(options: ShutdownOptions): Generator<Suspension, void, unknown> {
    const { wait = true, cancelPending = false, timeout } = options
    this.#isShutDown = true
    if (cancelPending) this.#dropQueue()
    this.#dispatch()
    if (!wait || this.#hasEnded) return
    yield* waitForShutdown(this, this.#whenEnded, timeout, (waited) => this.#giveUp(waited))
  }

  get #hasEnded(): boolean {
    return this.#isShutDown && this.#queue.size === 0 && this.#seats.size === 0
  }

  #dispatch(): void {
    for (const job of this.#queue) {
      const seat = this.#freeSeat()
      if (seat === null) break
      this.#queue.delete(job)
      this.#begin(seat, job)
    }
    if (!this.#isShutDown || this.#queue.size > 0) return
    for (const seat of this.#seats) if (seat.job === null) this.#end(seat)
    if (this.#hasEnded) this.#whenEnded.wakeAll()
  }

  #freeSeat(): Seat | null {
    for (const seat of this.#seats) if (seat.job === null) return seat
    if (this.#seats.size >= this.maxWorkers || this.#broken !== null) return null
    return this.#start()
  }

  #start(): Seat | null {
    let worker: WorkerLike
    try {
      worker = this.#make()
      if (typeof (worker as Partial<WorkerLike> | null | undefined)?.postMessage !== 'function')
        throw new TypeError(`Expected what makes a worker to return a Worker, got ${describeValue(worker)}`)
    } catch (cause) {
      this.#break(textOf(cause), cause)
      return null
    }
    const seat: Seat = { worker, job: null, isReady: false, starting: undefined }
    if (this.#startTimeout < Infinity) {
      const late = `it did not call answerJobs() within ${this.#startTimeout} ms`
      seat.starting = setTimeout(() => this.#break(late), this.#startTimeout)
    }
    worker.addEventListener('message', ({ data }: { data: unknown }) =>
      this.#heard(seat, messageIn<ToPage>(data)),
    )
    worker.addEventListener('messageerror', () => this.#garbled(seat))
    worker.addEventListener('error', (event: { message?: unknown; preventDefault?(): void }) => {
      // Later, an error that no function threw is the worker's own affair: the platform prints it.
      if (seat.isReady) return
      event.preventDefault?.()
      this.#break(
        typeof event.message === 'string' && event.message !== ''
          ? event.message
          : 'its module failed to load',
      )
    })
    this.#seats.add(seat)
    return seat
  }

  #begin(seat: Seat, job: WorkerJob): void {
    const message: ToWorker = { [MARK]: 'job', id: job.id, name: job.name, args: job.args }
    try {
      seat.worker.postMessage(message)
      seat.job = job
    } catch (cause) {
      job.fail(
        new TypeError(`Cannot send the arguments of ${job.name} to a worker: ${textOf(cause)}`, { cause }),
      )
    }
  }

  #heard(seat: Seat, message: ToPage | null): void {
    if (message === null || !this.#seats.has(seat)) return
    if (message[MARK] === 'ready') {
      seat.isReady = true
      clearTimeout(seat.starting)
      return
    }
    const { job } = seat
    if (job === null || job.id !== message.id) return
    seat.job = null
    if (message[MARK] === 'done') job.succeed(message.value)
    else job.fail(decode(message.error))
    this.#dispatch()
  }

  #garbled(seat: Seat): void {
    const { job } = seat
    if (job === null) return
    seat.job = null
    job.fail(
      new TypeError(`Cannot receive the result of ${job.name} from a worker: it cannot be cloned here`),
    )
    this.#dispatch()
  }

  #cancel(job: WorkerJob): void {
    if (this.#queue.delete(job)) {
      job.fail(new CancelledError('the job was cancelled'))
      if (this.#isShutDown) this.#dispatch()
      return
    }
    for (const seat of this.#seats) {
      if (seat.job !== job) continue
      const message: ToWorker = { [MARK]: 'stop', id: job.id }
      seat.worker.postMessage(message)
      job.endAfter(this.#gracePeriod, () => this.#replace(seat, job))
    }
  }

  /** Ends a worker whose job did not stop. The next one takes its place when it is needed. */
  #replace(seat: Seat, job: WorkerJob): void {
    this.#end(seat)
    job.fail(undefined)
    this.#dispatch()
  }

  #end(seat: Seat): void {
    this.#seats.delete(seat)
    clearTimeout(seat.starting)
    seat.worker.terminate()
  }

  /** No worker can be started: whoever waits for one would wait for ever. */
  #break(why: string, cause?: unknown): void {
    const error = new WorkerExitedError(`No worker of ${this} can be started: ${why}`, { cause })
    this.#broken = error
    this.#isShutDown = true
    this.#failAll(() => error)
  }

  #giveUp(timeout: number): void {
    this.#dropQueue()
    this.#failAll(
      (job) =>
        new WorkerExitedError(`${job.name} was stopped: the shutdown of ${this} waited ${timeout} ms for it`),
    )
  }

  #failAll(why: (job: WorkerJob) => Error): void {
    const jobs = [...this.#queue]
    this.#queue.clear()
    for (const seat of [...this.#seats]) {
      if (seat.job !== null) jobs.unshift(seat.job)
      this.#end(seat)
    }
    for (const job of jobs) job.fail(why(job))
    this.#dispatch()
  }

  #dropQueue(): void {
    for (const job of [...this.#queue]) job.cancel()
  }
}

const shutDown = coroutine(function* shutdown(executor: WebWorkerExecutor, options: ShutdownOptions) {
  yield* executor._shutdown(options)
})

function processors(): number {
  const { navigator } = globalThis as { navigator?: { hardwareConcurrency?: number } }
  return Math.max(1, navigator?.hardwareConcurrency ?? 1)
}

function textOf(error: unknown): string {
  try {
    return String(error)
  } catch {
    return 'an error that cannot be shown'
  }
}
