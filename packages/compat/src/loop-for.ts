/**
 * Which loop a coroutine runs on when promise code starts it.
 */

import type { EventLoop } from '@acoro/core'
import { describeValue, runningLoop } from '@acoro/core/lowlevel'
import { backgroundLoop } from './background-loop.ts'

/** The loop named, else the running one, else the shared background loop. */
export function loopFor(named: EventLoop | undefined): EventLoop {
  if (named === undefined) return runningLoop() ?? backgroundLoop()
  if (typeof named?.createTask === 'function') return named
  throw new TypeError(`Expected an event loop, got ${describeValue(named)}`)
}
