/**
 * Who of the jobs runs, waits, or stands outside, and when the next one begins.
 *
 * Invariant: no job waits that could begin. So `serve` is called after every change: a job is added or over,
 * a limit is raised, the queue is started, the rate allows one more.
 */

import type { EventLoop } from '@acoro/core'
import { Ring, WaitQueue, type WaitQueueOptions } from '@acoro/core/lowlevel'
import type { QueuedJob } from './job.ts'
import { JobLine } from './line.ts'
import type { Window } from './window.ts'

export class Turns {
  concurrency: number
  readonly window: Window
  readonly maxSize: number
  paused: boolean
  /** That of the jobs; null before the first one. */
  loop: EventLoop | null = null
  readonly active: Set<QueuedJob> = new Set()
  /** All who wait, in order of arrival, those outside included. */
  readonly gates: WaitQueue<void, QueuedJob>
  readonly #line = new JobLine()
  /** Jobs for which there is no room in line. */
  readonly #outside: Ring<QueuedJob> = new Ring()
  #outsideCount = 0
  #timer: { cancel(): void } | null = null
  readonly #served: () => void

  constructor(
    settings: { concurrency: number; window: Window; maxSize: number; paused: boolean },
    report: WaitQueueOptions<void>,
    served: () => void,
  ) {
    this.concurrency = settings.concurrency
    this.window = settings.window
    this.maxSize = settings.maxSize
    this.paused = settings.paused
    // A job that is cancelled after its wake-up gives its place back when it is over.
    this.gates = new WaitQueue<void, QueuedJob>({ ...report, onReturned: () => {} })
    this.#served = served
  }

  get isFull(): boolean {
    return this.gates.size >= this.maxSize
  }

  mayBegin(job: QueuedJob): boolean {
    if (this.paused || this.active.size >= this.concurrency || !this.#line.isFree(job)) return false
    // Those in line come first, but for those whose key is busy.
    return this.#line.next === undefined && this.window.when(job.added) <= job.added
  }

  /** A job that cannot begin waits in line, or outside. */
  park(job: QueuedJob): void {
    const isFull = this.isFull
    job.gate = this.gates.park(job)
    if (isFull) {
      this.#outsideCount++
      this.#outside.push(job)
    } else this.#line.enter(job)
    this.serve()
  }

  admit(job: QueuedJob, now: number): void {
    job.state = 'admitted'
    job.admitted = now
    this.#line.hold(job)
    this.window.take(now)
    this.active.add(job)
  }

  /** Begins the jobs that can begin. */
  serve(): void {
    this.#timer?.cancel()
    this.#timer = null
    while (!this.paused && this.active.size < this.concurrency) {
      const job = this.#line.next
      if (job === undefined) break
      const loop = this.loop as EventLoop
      const now = loop.time()
      const when = this.window.when(now)
      if (when > now) {
        this.#timer = loop.callAt(when, () => this.serve())
        break
      }
      this.#line.shift(job)
      const gate = job.gate as NonNullable<QueuedJob['gate']>
      // False if its task is being cancelled, and has not run yet.
      if (!gate.remove()) continue
      this.admit(job, now)
      gate.setResult()
    }
    this.#letIn()
    this.#served()
  }

  #letIn(): void {
    while (this.#outside.length > 0 && this.gates.size - this.#outsideCount < this.maxSize) {
      const job = this.#outside.shiftAndShrink()
      if (job.state !== 'outside') continue
      this.#outsideCount--
      this.#line.enter(job)
    }
  }

  /** A job has ended, in whatever way. Returns false if that was known. */
  over(job: QueuedJob): boolean {
    const { state } = job
    if (state === 'over') return false
    job.state = 'over'
    job.timer?.cancel()
    job.release?.()
    if (state === 'outside') this.#outsideCount--
    if (state === 'admitted') this.window.giveBack(job.admitted)
    // If it is over before its first step, nothing has taken it out of the line.
    job.gate?.remove()
    this.#line.leave(job)
    this.active.delete(job)
    this.serve()
    return true
  }

  get isIdle(): boolean {
    return this.active.size === 0 && this.gates.size === 0
  }
}
