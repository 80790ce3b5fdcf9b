/** The options that threads and processes share, with their checks, and the statistics of a pool. */

import { checkMilliseconds, checkOptions, describeValue, type OptionKinds } from '@acoro/core/lowlevel'

export interface PoolOptions {
  /** The most workers at a time. By default the number of processors. */
  maxWorkers?: number | undefined
  /** A worker without a job ends after this time in ms. 10 000 by default; Infinity keeps it. */
  idleTimeout?: number | undefined
  /** How long a cancelled job may go on, in ms, before its worker is replaced. 1000 by default. */
  gracePeriod?: number | undefined
  /** The name in messages. `ThreadPool-N` or `ProcessPool-N` by default. */
  name?: string | undefined
  /**
   * Options of Node for the workers, instead of those of this process: `['--import', 'tsx']`. Bun ignores
   * them.
   */
  execArgv?: readonly string[] | undefined
}

/** Numbers about a pool. */
export interface PoolStatistics {
  readonly maxWorkers: number
  /** Workers, including those that are starting. */
  readonly workers: number
  /** Jobs that a worker has. */
  readonly running: number
  /** Jobs that wait for a worker. */
  readonly queued: number
}

/** Throws a TypeError or RangeError for a wrong option. `more` are the options of one kind of workers. */
export function checkPoolOptions(options: PoolOptions, what: string, more: OptionKinds): void {
  checkOptions(options, what, {
    maxWorkers: checkWhole,
    idleTimeout: checkDuration,
    gracePeriod: checkDuration,
    name: 'string',
    execArgv: checkArguments,
    ...more,
  })
}

/** Throws unless `value` is a whole number of 1 or more. */
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

/** Can a timer wait as long? A longer one would fire at once. It stands for no limit: these are 24 days. */
export function canWait(ms: number): boolean {
  return ms < 2 ** 31
}
