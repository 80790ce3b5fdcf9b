/**
 * Which loop a coroutine runs on when promise code starts it.
 */

import type { EventLoop } from '@acoro/core'
import { describeValue, runningLoop } from '@acoro/core/lowlevel'
import { backgroundLoop } from './background-loop.ts'

/** The loop named, else the running one, else the shared background loop. */
export function loopFor(named: EventLoop | undefined): EventLoop {
  if (named === undefined) return runningLoop() ?? backgroundLoop()
  checkLoop(named)
  return named
}

/** Refuses what is no loop. */
export function checkLoop(named: unknown, what?: string): asserts named is EventLoop {
  if (typeof (named as Partial<EventLoop> | null | undefined)?.createTask === 'function') return
  const where = what === undefined ? '' : ` as ${what}`
  throw new TypeError(`Expected an event loop${where}, got ${describeValue(named)}`)
}
