/** Options of a QueueExecutor, and of its single calls. */

import type { AsyncGeneratorObject, Coroutine, Job } from '@acoro/core'
import { checkOptions, countFrom, type OptionKinds } from '@acoro/core/lowlevel'
import { durationFrom, keyPart } from '../base/check.ts'
import { type Connection, checkConnection } from '../base/connection.ts'
import type { OnWarning } from '../base/warnings.ts'
import type { ItemOf, JobFunction, Streamed } from '../jobs/job-types.ts'
import type { TraceContext } from '../message/trace.ts'

export interface QueueExecutorOptions {
  /** Where Redis is: `redis://host:port`, `rediss://…`, or the options of ioredis. */
  connection: Connection
  /** The queue, which workers of the same name serve; `jobs` by default. */
  queue?: string | undefined
  /** What keys in Redis begin with; `{acoro}` by default. */
  prefix?: string | undefined
  /** How many jobs may be under way; more wait here. 1000 by default. */
  maxOutstanding?: number | undefined
  /** How often to ask Redis about jobs of which nothing was heard, in ms; 5000 by default. */
  checkInterval?: number | undefined
  /** How long to wait for the end of a cancelled job, in ms; 10 000 by default. Then: CancelTimeoutError. */
  cancelTimeout?: number | undefined
  /**
   * If this process dies, its jobs are cancelled after this time, in ms. By default they run to their end.
   */
  lease?: number | undefined
  /** Returns the trace that calls belong to. */
  trace?: (() => TraceContext | undefined) | undefined
  /** Hears of trouble outside of jobs, such as a lost connection. By default it is printed. */
  onWarning?: OnWarning | undefined
  /** For messages. */
  name?: string | undefined
}

export const EXECUTOR_OPTIONS: OptionKinds = {
  connection: checkConnection,
  queue: keyPart,
  prefix: keyPart,
  maxOutstanding: countFrom(1),
  checkInterval: durationFrom(10),
  cancelTimeout: durationFrom(1),
  lease: durationFrom(100),
  trace: 'function',
  onWarning: 'function',
  name: 'string',
}

/** Options of single calls: see `executor.with`. */
export interface CallOptions {
  /** Calls of the same job with the same key run once; all of them return that one's result. */
  key?: string | undefined
  /** How long the result for a key is kept, in ms; 3 600 000 by default. */
  keep?: number | undefined
  /** The job begins no earlier than this, in ms. */
  delay?: number | undefined
  /** From 1, the highest, to 2 097 151. Jobs without a priority go first. */
  priority?: number | undefined
  /** Hears of the progress that the job reports, in the order of its reports, before the result. */
  onProgress?: ((progress: unknown) => void) | undefined
  /** Of a stream: how many items may be on their way; 32 by default. */
  window?: number | undefined
  /**
   * A job that has not begun after this time is not run: TimeoutError. In ms, by the clocks of both machines.
   */
  expires?: number | undefined
}

const CALL_OPTIONS: OptionKinds = {
  key: 'string',
  keep: durationFrom(1),
  delay: durationFrom(0),
  priority: checkPriority,
  expires: durationFrom(1),
  onProgress: 'function',
  window: countFrom(1),
}

/** Checks the options of `with()`. */
export function checkCallOptions(options: CallOptions): void {
  checkOptions(options, 'with()', CALL_OPTIONS)
  if (options.key === undefined || options.onProgress === undefined) return
  throw new RangeError(
    'Expected the options of with() to have a key or onProgress, got both: calls with a key share one run, and nobody of them is told of its progress',
  )
}

/** Submits with options: what `executor.with` returns. */
export interface Caller {
  run<A extends unknown[], R>(fn: JobFunction<A, R>, ...args: A): Coroutine<R>
  // biome-ignore lint/suspicious/noExplicitAny: as in Executor.
  submit<A extends any[], T>(fn: (...args: A) => T, ...args: A): Job<Awaited<T>>
  stream<A extends unknown[], R extends Streamed>(
    fn: JobFunction<A, R>,
    ...args: A
  ): AsyncGeneratorObject<ItemOf<R>>
}

export interface MapOptions {
  /** How many jobs may be under way at a time; 100 by default. */
  limit?: number | undefined
  /** Return results in the order of the items (the default), or as they come. */
  ordered?: boolean | undefined
}

function checkPriority(value: unknown, what: string): void {
  countFrom(1)(value, what)
  if ((value as number) > 2_097_151) {
    throw new RangeError(`Expected ${what} to be at most 2097151, got ${value}`)
  }
}
