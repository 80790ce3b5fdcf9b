/**
 * Real time, and turns of the real event loop, whatever fakes are installed later.
 */

import { DefaultHost } from '@acoro/core/lowlevel'

// Taken before any fakes are installed, ours included.
const host = new DefaultHost()
const { setTimeout, clearTimeout, performance } = globalThis
const now = performance.now.bind(performance)

export const real: {
  /** Calls `run` after all promises, and after I/O had its turn. */
  readonly breathe: (run: () => void) => void
  readonly setTimeout: (run: () => void, delay: number) => ReturnType<typeof globalThis.setTimeout>
  readonly clearTimeout: (timer: ReturnType<typeof globalThis.setTimeout> | undefined) => void
  /** ms. */
  readonly now: () => number
} = {
  breathe: (run) => host.breathe(run),
  setTimeout: (run, delay) => setTimeout(run, delay),
  clearTimeout: (timer) => clearTimeout(timer),
  now,
}
