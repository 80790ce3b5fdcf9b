/**
 * Which loop a coroutine runs on when promise code starts it.
 */

import type { EventLoop } from '@acoro/core'
import { describeValue, runningLoop } from '@acoro/core/lowlevel'
import { backgroundLoop } from './background-loop.ts'

/** The loop named, else the running one, else the shared background loop. */
export function loopFor(named: EventLoop | undefined): EventLoop {
  return named === undefined ? (runningLoop() ?? backgroundLoop()) : checkLoop(named)
}

function checkLoop(named: EventLoop): EventLoop {
  if (typeof named?.createTask === 'function') return named
  throw new TypeError(`Expected an event loop, got ${describeValue(named)}`)
}
