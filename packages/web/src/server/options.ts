/** The options that all ways to answer requests share. */

import type { EventLoop } from '@acoro/core'
import {
  countFrom,
  describeValue,
  duration,
  durationOrInfinity,
  type OptionKinds,
} from '@acoro/core/lowlevel'
import type { EndListener } from './request-run.ts'

export interface RequestOptions {
  /**
   * How long the function may take to answer, in ms: then the client gets 504, and the task is cancelled.
   * Infinity by default.
   */
  timeout?: number | undefined
  /** How many requests may be under way at once; the others get 503 at once. Infinity by default. */
  maxConcurrent?: number | undefined
  /** The `Retry-After` of these 503, in ms; rounded up to seconds; 1000 by default. */
  retryAfter?: number | undefined
  /** Called when the task of a request has ended, and for those that are refused. For logs. */
  onEnd?: EndListener | undefined
  /** The loop of the tasks. By default that of `serve`, the running one, or the background loop. */
  loop?: EventLoop | undefined
}

export const REQUEST_OPTIONS: OptionKinds = {
  timeout: durationOrInfinity,
  maxConcurrent: countFrom(1, true),
  retryAfter: duration,
  onEnd: 'function',
  loop(value, what) {
    if (typeof (value as Partial<EventLoop> | null)?.createTask !== 'function') {
      throw new TypeError(`Expected ${what} to be an event loop, got ${describeValue(value)}`)
    }
  },
}

/** `Retry-After` in seconds, which is what HTTP has. */
export function retryAfterSeconds({ retryAfter = 1000 }: RequestOptions): string {
  return String(Math.max(1, Math.ceil(retryAfter / 1000)))
}
