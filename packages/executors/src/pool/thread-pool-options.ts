/**
 * What a pool can be told, what it tells, and what it refuses when it is made.
 */

import type { ResourceLimits } from 'node:worker_threads'
import { checkMilliseconds, checkOptions, describeValue } from '@acoro/core/lowlevel'

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

/** Refuses wrong options before anything is made. */
export function checkPoolOptions(options: ThreadPoolOptions): void {
  checkOptions(options, 'ThreadPoolExecutor()', {
    maxWorkers: checkWhole,
    idleTimeout: checkDuration,
    gracePeriod: checkDuration,
    resourceLimits: 'object',
    name: 'string',
    execArgv: checkArguments,
  })
}

/** Refuses what is no whole number of 1 or more. */
export function checkWhole(value: unknown, what: string): void {
  if (Number.isInteger(value) && (value as number) >= 1) return
  const Wrong = typeof value === 'number' ? RangeError : TypeError
  throw new Wrong(`Expected ${what} to be a whole number of 1 or more, got ${describeValue(value)}`)
}

function checkDuration(value: unknown, what: string): void {
  checkMilliseconds(value, what)
  if (value < 0) throw new RangeError(`Expected ${what} to be 0 ms or more, got ${value}`)
}

function checkArguments(value: unknown, what: string): void {
  if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return
  const odd = Array.isArray(value) ? value.find((item) => typeof item !== 'string') : value
  throw new TypeError(
    `Expected ${what} to be an array of strings such as ['--import', 'tsx'], got ${Array.isArray(value) ? 'one with ' : ''}${describeValue(odd)}`,
  )
}
