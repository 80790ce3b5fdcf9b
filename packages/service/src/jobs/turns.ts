/**
 * Who of the jobs runs, waits, or stands outside, and when the next one begins.
 *
 * Invariant: no job waits that could begin. So `serve` is called after every change: a job is added or over,
 * a limit is raised, the queue is started, the rate allows one more.
 */

import type { EventLoop, Task } from '@acoro/core'
import { Ring } from '@acoro/core/lowlevel'
import { JobChain } from './chain.ts'
import { makeExtras, type QueuedJob, type Waiting } from './job.ts'
import { JobLine } from './line.ts'
import type { Window } from './window.ts'

export class Turns implements Waiting {
  concurrency: number
  readonly window: Window
  readonly maxSize: number
  paused: boolean
  /** That of the jobs; null before the first one. */
  loop: EventLoop | null = null
  readonly active: JobChain = new JobChain()
  readonly running: Iterable<Task<unknown>> = { [Symbol.iterator]: () => this.#tasks() }
  /** All who wait, in order of arrival, those outside included. */
  readonly #waiting: JobChain = new JobChain()
  readonly #line = new JobLine()
  /** Jobs for which there is no room in line. */
  readonly #outside: Ring<QueuedJob> = new Ring()
  #outsideCount = 0
  #timer: { cancel(): void } | null = null
  readonly #describe: () => string
  readonly #served: () => void

  constructor(
    settings: { concurrency: number; window: Window; maxSize: number; paused: boolean },
    describe: () => string,
    served: () => void,
  ) {
    this.concurrency = settings.concurrency
    this.window = settings.window
    this.maxSize = settings.maxSize
    this.paused = settings.paused
    this.#describe = describe
    this.#served = served
  }

  describe(): string {
    return this.#describe()
  }

  *#tasks(): Generator<Task<unknown>> {
    for (const { task } of this.active) yield task
  }

  get waiting(): number {
    return this.#waiting.size
  }

  get isFull(): boolean {
    return this.waiting >= this.maxSize
  }

  /** The one that has waited longest. */
  get oldest(): QueuedJob | null {
    return this.#waiting.first
  }

  /** All who wait, in order of arrival. */
  parked(): Iterable<QueuedJob> {
    return this.#waiting
  }

  mayBegin(job: QueuedJob): boolean {
    if (this.paused || this.active.size >= this.concurrency || !this.#line.isFree(job)) return false
    // Those in line come first, but for those whose key is busy.
    if (this.#line.next !== undefined) return false
    if (this.window.rate === null) return true
    const now = (this.loop as EventLoop).time()
    return this.window.when(now) <= now
  }

  /** A job that cannot begin waits in line, or outside. */
  park(job: QueuedJob): void {
    const isFull = this.isFull
    this.#waiting.add(job)
    if (isFull) {
      this.#outsideCount++
      this.#outside.push(job)
    } else this.#line.enter(job)
    this.serve()
  }

  leave(job: QueuedJob): void {
    this.#waiting.remove(job)
    if (job.phase === 'outside') this.#outsideCount--
  }

  /** From now on it has a place. */
  admit(job: QueuedJob): void {
    job.phase = 'admitted'
    this.#line.hold(job)
    if (this.window.rate !== null) {
      const now = (this.loop as EventLoop).time()
      job.extras ??= makeExtras()
      job.extras.admitted = now
      this.window.take(now)
    }
    this.active.add(job)
    job.setResult()
  }

  /** Begins the jobs that can begin. */
  serve(): void {
    this.#timer?.cancel()
    this.#timer = null
    while (!this.paused && this.active.size < this.concurrency) {
      const job = this.#line.next
      if (job === undefined) break
      if (this.window.rate !== null) {
        const loop = this.loop as EventLoop
        const now = loop.time()
        const when = this.window.when(now)
        if (when > now) {
          this.#timer = loop.callAt(when, () => this.serve())
          break
        }
      }
      this.#line.shift(job)
      // Its task is being cancelled, and has not run yet.
      if (job.done()) continue
      this.leave(job)
      this.admit(job)
    }
    if (this.#outside.length > 0) this.#letIn()
    this.#served()
  }

  #letIn(): void {
    while (this.#outside.length > 0 && this.waiting - this.#outsideCount < this.maxSize) {
      const job = this.#outside.shiftAndShrink()
      if (job.phase !== 'outside' || job.done()) continue
      this.#outsideCount--
      this.#line.enter(job)
    }
  }

  /** A job has ended, in whatever way. Returns false if that was known. */
  over(job: QueuedJob): boolean {
    const { phase, extras } = job
    if (phase === 'over') return false
    // If it is over before its first step, nothing has taken it out of the line.
    job.cancel()
    job.phase = 'over'
    if (extras !== null) {
      extras.timer?.cancel()
      extras.release?.()
      if (phase === 'admitted' && extras.admitted !== undefined) this.window.giveBack(extras.admitted)
    }
    this.#line.leave(job)
    if (phase === 'admitted' || phase === 'running') this.active.remove(job)
    this.serve()
    return true
  }

  get isIdle(): boolean {
    return this.active.size === 0 && this.waiting === 0
  }
}
