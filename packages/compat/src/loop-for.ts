/**
 * Which loop a coroutine runs on when promise code starts it.
 *
 * Asking `getRunningLoop()` outside a loop costs an error with its stack, 5 µs, and outside a loop is where promise
 * code usually is. So this looks into the slot that all copies of core share.
 */

import type { EventLoop } from '@acoro/core'
import { describeValue } from '@acoro/core/lowlevel'
import { backgroundLoop } from './background-loop.ts'

const slot: unique symbol = Symbol.for('acoro.state') as never

/** The loop named, else the running one, else the shared background loop. */
export function loopFor(named: EventLoop | undefined): EventLoop {
  if (named === undefined) return runningLoop() ?? backgroundLoop()
  if (typeof named?.createTask === 'function') return named
  throw new TypeError(`Expected an event loop, got ${describeValue(named)}`)
}

/** The running loop, or null where none runs. */
export function runningLoop(): EventLoop | null {
  return (globalThis as { [slot]?: { readonly loop: EventLoop | null } })[slot]?.loop ?? null
}
