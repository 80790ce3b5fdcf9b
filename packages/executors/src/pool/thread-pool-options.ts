/**
 * What a pool can be told, what it tells, and what it refuses when it is made.
 */

import type { ResourceLimits } from 'node:worker_threads'
import { checkMilliseconds, describeValue } from '@acoro/core/lowlevel'

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
export function checkOptions(options: ThreadPoolOptions): void {
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
