/** The options of a job queue and of its jobs, and their check. */

import { checkOption, checkOptions, countFrom, describeValue, durationOrInfinity } from '@acoro/core/lowlevel'
import { isPlain, numberIn, period } from '../base/check.ts'
import type { Rate } from './window.ts'

/** What becomes of a job that is added while `maxSize` jobs wait. */
export type JobOverflow = 'refuse' | 'wait' | 'drop-oldest'

export interface JobQueueOptions {
  /** How many jobs run at a time; no limit by default. */
  concurrency?: number | undefined
  /** How many jobs may begin in any interval: `{ limit: 10, interval: 1000 }`. */
  rate?: Rate | undefined
  /** How long each job may run, in ms. Its place is free only when it has ended. */
  timeout?: number | undefined
  /** The most jobs that wait; no limit by default. */
  maxSize?: number | undefined
  /**
   * 'refuse', the default: `add` throws JobQueueFullError. 'wait': the job stands outside, and enters in
   * order of arrival. 'drop-oldest': the job that has waited longest is cancelled.
   */
  overflow?: JobOverflow | undefined
  /** Whether to begin with jobs at once, or after `start()`; false by default. */
  paused?: boolean | undefined
  /** Shown in reports: `JobQueue.add on mails (2 running, 5 waiting)`. */
  name?: string | undefined
}

/** An AbortSignal: what is needed of it. */
export interface JobSignal {
  readonly aborted: boolean
  readonly reason?: unknown
  addEventListener(type: 'abort', listener: () => void): void
  removeEventListener(type: 'abort', listener: () => void): void
}

export interface JobOptions {
  /** Jobs of a higher priority begin first; 0 by default. */
  priority?: number | undefined
  /** Jobs of one key run one after the other, in the order in which they were added. */
  key?: unknown
  /** Cancels the job when it is aborted. */
  signal?: JobSignal | undefined
  /** How long the job may wait, in ms. Then its task fails with TimeoutError, and it never begins. */
  maxWait?: number | undefined
  /** How long the job may run, in ms; that of the queue by default. */
  timeout?: number | undefined
  /** The name of its task. */
  name?: string | undefined
}

export function checkQueueOptions(options: unknown): void {
  checkOptions(options, 'JobQueue()', {
    concurrency: checkConcurrency,
    rate: checkRate,
    timeout: period,
    maxSize: countFrom(0, true),
    overflow: ['refuse', 'wait', 'drop-oldest'],
    paused: 'boolean',
    name: 'string',
  })
}

const JOB_OPTIONS = {
  priority: numberIn(-Infinity, Infinity),
  signal: checkSignal,
  maxWait: durationOrInfinity,
  timeout: period,
  name: 'string',
} as const

/**
 * Jobs are added often, so the options are read one by one, which is several times as fast as a loop over
 * their names.
 */
export function checkJobOptions(options: JobOptions | undefined): void {
  if (options === undefined) return
  if (!isPlain(options)) {
    checkOptions(options, 'add()', JOB_OPTIONS)
    return
  }
  const { priority, signal, maxWait, timeout, name } = options
  if (priority !== undefined) checkOption(priority, 'the option priority of add()', JOB_OPTIONS.priority)
  if (signal !== undefined) checkOption(signal, 'the option signal of add()', JOB_OPTIONS.signal)
  if (maxWait !== undefined) checkOption(maxWait, 'the option maxWait of add()', JOB_OPTIONS.maxWait)
  if (timeout !== undefined) checkOption(timeout, 'the option timeout of add()', JOB_OPTIONS.timeout)
  if (name !== undefined) checkOption(name, 'the option name of add()', JOB_OPTIONS.name)
}

export const checkConcurrency: (value: unknown, what: string) => void = countFrom(1, true)

export function checkRate(value: unknown, what: string): void {
  if (typeof value !== 'object' || value === null) {
    throw new TypeError(`Expected ${what} as { limit, interval }, got ${describeValue(value)}`)
  }
  const { limit, interval } = value as Partial<Rate>
  countFrom(1)(limit, `the limit of ${what}`)
  period(interval, `the interval of ${what}`)
}

function checkSignal(value: unknown, what: string): void {
  if (typeof (value as Partial<JobSignal> | null)?.addEventListener === 'function') return
  throw new TypeError(`Expected ${what} to be an AbortSignal, got ${describeValue(value)}`)
}
