/** The checks and the group that every adapter begins with. */

import type { Coroutine } from '@acoro/core'
import { checkOptions, describeValue } from '@acoro/core/lowlevel'
import { REQUEST_OPTIONS, type RequestOptions } from '../server/options.ts'
import { RequestGroup, type ShutdownOptions, type ShutdownReport, shutdown } from '../server/request-group.ts'
import type { Settings } from './node-answer.ts'

/** What the requests of an adapter do, and how they end together. */
export interface Requests {
  /** How many requests are under way, how many of their background tasks, and how many were refused. */
  statistics(): { active: number; background: number; refused: number }
  /**
   * Refuses new requests, waits for those under way, cancels them after the grace, and waits for their
   * `finally`.
   */
  shutdown(options?: ShutdownOptions): Coroutine<ShutdownReport>
}

export function settingsFor(fn: unknown, options: RequestOptions, where: string): Settings {
  if (typeof fn !== 'function') throw new TypeError(`Expected a coroutine function, got ${describeValue(fn)}`)
  return settingsOf(options, where)
}

export function settingsOf(options: RequestOptions, where: string): Settings {
  checkOptions(options, where, REQUEST_OPTIONS)
  return { options, group: new RequestGroup(options.loop, options.maxConcurrent) }
}

/** `listener`, with what its requests do. */
export function withRequests<F extends object>(listener: F, { group }: Settings): F & Requests {
  return Object.assign(listener, {
    statistics: () => ({ active: group.size, background: group.background, refused: group.refused }),
    shutdown: (how: ShutdownOptions = {}) => shutdown(group, how),
  })
}
