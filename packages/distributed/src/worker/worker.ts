/** Runs the jobs of a queue, each as a task on its loop. */

import {
  type Coroutine,
  coroutine,
  type EventLoop,
  getRunningLoop,
  RuntimeError,
  type Suspension,
  type TaskGroup,
  taskGroup,
} from '@acoro/core'
import { ExternalFuture, holdCancel, releaseCancel } from '@acoro/core/lowlevel'
import { checkNeeded } from '../base/check.ts'
import { settled } from '../base/settled.ts'
import { makeWarner } from '../base/warnings.ts'
import { type Registry, registryOf } from '../jobs/define-jobs.ts'
import { Intake } from './intake.ts'
import { WORKER_OPTIONS, type WorkerOptions } from './options.ts'

export interface WorkerStatistics {
  running: number
  concurrency: number
}

/**
 * Takes jobs from a queue in Redis, and runs each as a task. `run()` works until `stop()`. TypeError or
 * RangeError for wrong options.
 */
export class Worker {
  readonly name: string
  readonly #options: WorkerOptions
  readonly #registry: Registry
  readonly #warn: (error: unknown) => void
  #loop: EventLoop | null = null
  #intake: Intake | null = null
  #stop: ExternalFuture<void> | null = null
  #used = false
  #stopped = false

  constructor(jobs: object, options: WorkerOptions) {
    this.#registry = registryOf(jobs, 'a Worker')
    checkNeeded(options, 'Worker()', WORKER_OPTIONS)
    if (options.connection === undefined) {
      throw new TypeError('Expected the option connection of Worker(), where Redis is, got undefined')
    }
    this.#options = { ...options }
    this.name = options.name ?? `of queue ${options.queue ?? 'jobs'}`
    this.#warn = makeWarner(`${this}`, options.onWarning)
  }

  /**
   * Works until `stop()`, once. Then it takes no more jobs, lets those it has run to their end for
   * `gracePeriod` ms, and hands the others back: they get CancelledError, and another worker begins them
   * anew. Cancelling it does the same without the grace period. RuntimeError if it was run before, or if
   * Redis may throw jobs away.
   */
  run(): Coroutine<void> {
    return work(this)
  }

  /** Ends `run()`. May be called from anywhere, and more than once. */
  stop(): void {
    this.#stopped = true
    const stop = this.#stop
    if (stop === null || this.#loop === null || this.#loop.isClosed()) return
    this.#loop.callSoonThreadsafe(() => {
      if (!stop.done()) stop.setResult(undefined)
    })
  }

  statistics(): WorkerStatistics {
    return { running: this.#intake?.running ?? 0, concurrency: this.#options.concurrency ?? 10 }
  }

  toString(): string {
    return `<Worker ${this.name}>`
  }

  /** @internal */
  *_run(): Generator<Suspension, void, unknown> {
    if (this.#used) throw new RuntimeError(`${this} was run before: make a new one`)
    this.#used = true
    const worker = this
    yield* taskGroup(function* (group) {
      yield* worker.#serve(group)
    })
  }

  *#serve(group: TaskGroup): Generator<Suspension, void, unknown> {
    const loop = getRunningLoop()
    if (this.#stopped) return
    this.#loop = loop
    this.#stop = new ExternalFuture<void>(loop, `stop() of ${this}`, false)
    const intake = new Intake(this.#registry, this.#options, loop, group, this.#warn)
    this.#intake = intake
    const { gracePeriod = 30_000 } = this.#options
    let grace = 0
    try {
      yield* settled(intake.start(), `the start of ${this}`)
      yield* this.#stop
      grace = gracePeriod
    } finally {
      yield* endOf(intake, grace, `the end of ${this}`)
    }
  }
}

/**
 * Ends the intake. If that is cancelled, jobs are handed back at once, and the end is waited for all the
 * same.
 */
function* endOf(intake: Intake, grace: number, what: string): Generator<Suspension, void, unknown> {
  const ended = intake.end(grace)
  let held: ReturnType<typeof holdCancel> = null
  let cancellation: unknown
  let isEnded = false
  try {
    while (!isEnded) {
      try {
        yield* settled(ended, what)
        isEnded = true
      } catch (error) {
        // The promise is never rejected: this is a cancellation.
        cancellation ??= error
        held ??= holdCancel()
        intake.handBack()
      }
    }
  } finally {
    releaseCancel(held)
  }
  if (cancellation !== undefined) throw cancellation
}

const work = coroutine(function* run(worker: Worker) {
  yield* worker._run()
})
