/** What becomes a span or a metric. Most tasks are too short to be of use as a span. */

import { checkOptions, describeValue, durationOrInfinity } from '@acoro/core/lowlevel'
import type { LogEmitter } from './log-emitter.ts'

export interface AcoroInstrumentationOptions {
  /** False: it waits for `enable()`. True by default. */
  enabled?: boolean | undefined
  /**
   * The tasks that become spans: those with a name of their own and those of a task group by default; all;
   * or none.
   */
  tasks?: 'named' | 'all' | 'none' | undefined
  /**
   * Any other task becomes a span when it ends, if it took at least so many ms. What it did is not below that
   * span, because it did not exist yet. Never by default.
   */
  minTime?: number | undefined
  /** Task groups and timeouts become spans, too. True by default. */
  scopes?: boolean | undefined
  /** A span links to the spans of other traces whose tasks woke its own; the first 16. False by default. */
  links?: boolean | undefined
  /**
   * Tells how long tasks wait, and for what. Each wait costs a look at the clock and a description. False by
   * default.
   */
  waits?: boolean | undefined
  /** Tells how long each iteration of a loop takes: two looks at the clock each. False by default. */
  iterations?: boolean | undefined
  /** Errors of tasks become log records of this logger. */
  logger?: LogEmitter | undefined
}

/** Options with their defaults. */
export type Settings = {
  readonly [K in Exclude<keyof AcoroInstrumentationOptions, 'logger'>]-?: NonNullable<
    AcoroInstrumentationOptions[K]
  >
} & { readonly logger: LogEmitter | null }

/** TypeError or RangeError for an option that is wrong. */
export function settingsOf(options: AcoroInstrumentationOptions): Settings {
  checkOptions(options, 'AcoroInstrumentation', {
    enabled: 'boolean',
    tasks: ['named', 'all', 'none'],
    minTime: durationOrInfinity,
    scopes: 'boolean',
    links: 'boolean',
    waits: 'boolean',
    iterations: 'boolean',
    logger: checkLogger,
  })
  const { enabled = true, tasks = 'named', minTime = Number.POSITIVE_INFINITY } = options
  const { scopes = true, links = false, waits = false, iterations = false, logger = null } = options
  return { enabled, tasks, minTime, scopes, links, waits, iterations, logger }
}

function checkLogger(value: unknown, what: string): void {
  if (typeof (value as Partial<LogEmitter> | null)?.emit === 'function') return
  throw new TypeError(
    `Expected ${what} to be a logger of @opentelemetry/api-logs, got ${describeValue(value)}`,
  )
}
