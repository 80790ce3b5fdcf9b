/** Chooses the loop for a coroutine that is started from promise code. */

import type { EventLoop } from '@acoro/core'
import { describeValue, runningLoop } from '@acoro/core/lowlevel'
import { backgroundLoop } from './background-loop.ts'

/** Returns `named`, else the running loop, else the background loop. */
export function loopFor(named: EventLoop | undefined): EventLoop {
  if (named === undefined) return runningLoop() ?? backgroundLoop()
  checkLoop(named)
  return named
}

/** Throws a TypeError if `named` is not an event loop. */
export function checkLoop(named: unknown, what?: string): asserts named is EventLoop {
  if (typeof (named as Partial<EventLoop> | null | undefined)?.createTask === 'function') return
  const where = what === undefined ? '' : ` as ${what}`
  throw new TypeError(`Expected an event loop${where}, got ${describeValue(named)}`)
}
