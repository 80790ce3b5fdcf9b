/**
 * Runs jobs, a few at a time.
 *
 * A job is a task from the moment it is added: it waits for its turn and runs in the same task. So it can be
 * awaited, named, cancelled and seen like every task, and it always settles. Its place is free when the task
 * has ended, also if a timeout or a cancel takes long to clean up. A job that is cancelled while it waits
 * leaves the line at once, and has used nothing of the rate.
 */

import {
  type Awaitable,
  type Coroutine,
  coroutine,
  type EventLoop,
  RuntimeError,
  type Suspension,
  type Task,
  TimeoutError,
} from '@acoro/core'
import { checkOption, countFrom, WaitQueue } from '@acoro/core/lowlevel'
import { checkFunction } from '../base/check.ts'
import { Named } from '../base/named.ts'
import { JobQueueFullError } from './errors.ts'
import { type JobExtras, QueuedJob } from './job.ts'
import { type JobEvent, type JobListener, Listeners } from './listeners.ts'
import {
  checkConcurrency,
  checkJobOptions,
  checkQueueOptions,
  checkRate,
  type JobOptions,
  type JobOverflow,
  type JobQueueOptions,
  type JobSignal,
} from './options.ts'
import { Turns } from './turns.ts'
import { type Rate, Window } from './window.ts'
import { cancelWaiting, reasonOf, working } from './work.ts'

export interface JobQueueStatistics {
  /** How many jobs wait for their turn, those outside included. */
  waiting: number
  running: number
  paused: boolean
}

/**
 * Runs jobs, at most `concurrency` at a time, by priority and then in order of arrival. TypeError and
 * RangeError for bad options.
 *
 * @example
 * ```ts
 * const queue = new JobQueue({ concurrency: 1 })
 * const log: string[] = []
 * const job = (name: string) => function* () {
 *   yield* sleep(10)
 *   log.push(name)
 * }
 * queue.add(job('first'))
 * queue.add(job('later'))
 * queue.add(job('urgent'), { priority: 1 })
 * yield* queue.onIdle()
 * log // => ['first', 'urgent', 'later']
 * ```
 */
export class JobQueue extends Named {
  readonly #turns: Turns
  readonly #timeout: number | undefined
  readonly #overflow: JobOverflow
  #closed = false
  #sequence = 0
  /** How many jobs have not been told to have ended. */
  #untold = 0
  readonly #listeners = new Listeners()
  readonly #shrunk: WaitQueue = new WaitQueue({
    describe: () => this._describe('onSizeLessThan', `${this.waiting} waiting`),
  })
  readonly #idle: WaitQueue = new WaitQueue({
    describe: () => this._describe('onIdle', `${this.running} running, ${this.waiting} waiting`),
    holders: () => this.#turns.running,
  })

  constructor(options: JobQueueOptions = {}) {
    checkQueueOptions(options)
    super(options.name)
    const { concurrency = Infinity, rate = null, maxSize = Infinity, paused = false } = options
    this.#timeout = options.timeout
    this.#overflow = options.overflow ?? 'refuse'
    if (this.#overflow === 'wait' && maxSize === 0) {
      throw new RangeError(
        "Expected the option maxSize of JobQueue() to be at least 1 with overflow 'wait', got 0",
      )
    }
    this.#turns = new Turns(
      { concurrency, window: new Window(rate), maxSize, paused },
      () => this._describe('add', `${this.running} running, ${this.waiting} waiting`),
      () => this.#shrunk.wakeAll(),
    )
  }

  /** How many jobs wait for their turn. */
  get waiting(): number {
    return this.#turns.waiting
  }

  /** How many jobs run. */
  get running(): number {
    return this.#turns.active.size
  }

  /** How many jobs may run at a time. Raised, it begins jobs at once; lowered, it stops none. */
  get concurrency(): number {
    return this.#turns.concurrency
  }

  set concurrency(value: number) {
    checkConcurrency(value, 'the concurrency of a JobQueue')
    this.#turns.concurrency = value
    this.#turns.serve()
  }

  /** How many jobs may begin in any interval; null for no limit. A change holds at once for all who wait. */
  get rate(): Rate | null {
    return this.#turns.window.rate
  }

  set rate(value: Rate | null) {
    if (value !== null) checkRate(value, 'the rate of a JobQueue')
    this.#turns.window.rate = value
    this.#turns.serve()
  }

  get paused(): boolean {
    return this.#turns.paused
  }

  /** Begins no further job until `start()`. Those that run go on. */
  pause(): void {
    this.#turns.paused = true
  }

  start(): void {
    this.#turns.paused = false
    this.#turns.serve()
  }

  /**
   * Adds a job, and returns its task: await it for the result, cancel it to take the job back.
   * JobQueueFullError if there is no room (see `overflow`), RuntimeError if the queue is closed, TypeError
   * and RangeError for bad arguments.
   */
  add<T>(fn: () => Awaitable<T>, options?: JobOptions): Task<T> {
    checkFunction(fn, 'the function of a job')
    checkJobOptions(options)
    const loop = this._bind()
    this.#turns.loop = loop
    if (this.#closed) throw new RuntimeError(`${this} is closed: it takes no more jobs`)
    const job = new QueuedJob(loop, this.#turns, ++this.#sequence, options)
    const begins = this.#turns.mayBegin(job)
    if (!begins && this.#turns.isFull && this.#overflow !== 'wait') this.#makeRoom()

    if (begins) this.#turns.admit(job)
    else this.#turns.park(job)
    this.#untold++
    // One that has to wait stands in line at once. So it hears of its cancel itself, and needs no callback
    // for that.
    const eager = !job.done()
    const name = options?.name
    job.task = loop.createTask(working(this, job, fn), name === undefined ? { eager } : { eager, name })
    job.tellsItself = job.hasBegun
    if (!job.hasBegun) job.task.addDoneCallback(() => this.#ended(job))
    if (job.extras !== null) this.#watch(job, job.extras, loop, options?.signal)
    this.#listeners.emit('add', job.task)
    return job.task as Task<T>
  }

  /** Cancels all jobs that wait. Returns their number. `message` is that of their CancelledError. */
  clear(message = `${this} was cleared`): number {
    checkOption(message, 'the message of clear()', 'string')
    const waiting = [...this.#turns.parked()]
    for (const job of waiting) cancelWaiting(job, message)
    return waiting.length
  }

  /** Waits until no job waits and none runs. That is still true when it returns. */
  onIdle(): Coroutine<void> {
    return whenIdle(this)
  }

  /** Waits until fewer than `size` jobs wait. That is still true when it returns. */
  onSizeLessThan(size: number): Coroutine<void> {
    countFrom(1)(size, 'the size to wait for')
    return whenSmaller(this, size)
  }

  /**
   * Takes no more jobs, cancels all of them, and waits until they have ended. If cancelled, the jobs end all
   * the same.
   */
  close(): Coroutine<void> {
    return closing(this)
  }

  /**
   * Calls `listener` at each event, with the task of the job ('idle' has none). Returns a function that ends
   * this. What a listener throws is reported, and the queue goes on.
   */
  on(event: JobEvent, listener: JobListener): () => void {
    return this.#listeners.on(event, listener)
  }

  /** For `asyncWith`. */
  *aenter(): Generator<never, this, unknown> {
    return this
  }

  /** For `asyncWith`: waits for all jobs, then closes the queue. After an error it closes it at once. */
  *aexit(error?: unknown, failed: boolean = error !== undefined): Generator<Suspension, void, unknown> {
    if (!failed) yield* this.onIdle()
    yield* this.close()
  }

  statistics(): JobQueueStatistics {
    return { waiting: this.waiting, running: this.running, paused: this.#turns.paused }
  }

  // ------------------------------------------------------------------ turns

  #makeRoom(): void {
    const oldest = this.#overflow === 'drop-oldest' ? this.#turns.oldest : null
    if (oldest === null) {
      throw new JobQueueFullError(
        `${this} is full: ${this.waiting} jobs wait, and maxSize is ${this.#turns.maxSize}`,
      )
    }
    cancelWaiting(oldest, `dropped: ${this} is full, and this job has waited longest`)
  }

  /** @internal Its task begins with the work. */
  _begins(job: QueuedJob): number | undefined {
    job.extras?.timer?.cancel()
    job.phase = 'running'
    this.#listeners.emit('begin', job.task)
    return job.extras?.timeout ?? this.#timeout
  }

  /** @internal It has ended, in whatever way. */
  _over(job: QueuedJob): void {
    if (!this.#turns.over(job)) return
    if (this.#turns.isIdle) this.#idle.wakeAll()
    if (!job.tellsItself) return
    // Its task is done after this step.
    if (this.#listeners.has('end') || this.#listeners.has('idle'))
      this._bind().callSoon(() => this.#ended(job))
    else this.#untold--
  }

  /** Its task is done. */
  #ended(job: QueuedJob): void {
    this._over(job)
    this.#listeners.emit('end', job.task)
    if (--this.#untold === 0) this.#listeners.emit('idle', undefined)
  }

  #watch(job: QueuedJob, extras: JobExtras, loop: EventLoop, signal: JobSignal | undefined): void {
    if (extras.maxWait < Infinity && !job.done())
      extras.timer = loop.callLater(extras.maxWait, () => this.#waitedTooLong(job, extras))
    if (signal === undefined) return
    const abort = (): void => void job.task.cancel(reasonOf(signal))
    if (signal.aborted) abort()
    else {
      signal.addEventListener('abort', abort)
      extras.release = () => signal.removeEventListener('abort', abort)
    }
  }

  #waitedTooLong(job: QueuedJob, { maxWait }: JobExtras): void {
    if (job.done()) return
    this.#turns.leave(job)
    job.setException(new TimeoutError(`The job waited in ${this} for more than its maxWait, ${maxWait} ms`))
  }

  // ------------------------------------------------------------------ waits

  /** @internal */
  *_untilIdle(): Generator<Suspension, void, unknown> {
    this._bind()
    while (!this.#turns.isIdle) yield* this.#idle.park()
  }

  /** @internal */
  *_untilSmaller(size: number): Generator<Suspension, void, unknown> {
    this._bind()
    while (this.waiting >= size) yield* this.#shrunk.park()
  }

  /** @internal */
  _close(): void {
    this.#closed = true
    this.clear(`${this} was closed`)
    for (const task of this.#turns.running) task.cancel(`${this} was closed`)
  }

  /** @internal */
  override _summary(): string {
    return `${this.#closed ? 'closed, ' : this.#turns.paused ? 'paused, ' : ''}${this.running} running, waiting:${this.waiting}`
  }
}

const whenIdle: (queue: JobQueue) => Coroutine<void> = coroutine(function* onIdle(
  queue: JobQueue,
): Generator<Suspension, void, unknown> {
  yield* queue._untilIdle()
})

const whenSmaller: (queue: JobQueue, size: number) => Coroutine<void> = coroutine(function* onSizeLessThan(
  queue: JobQueue,
  size: number,
): Generator<Suspension, void, unknown> {
  yield* queue._untilSmaller(size)
})

const closing: (queue: JobQueue) => Coroutine<void> = coroutine(function* close(
  queue: JobQueue,
): Generator<Suspension, void, unknown> {
  queue._close()
  yield* queue._untilIdle()
})
