import type { Main } from '@acoro/core'
import { VirtualLoop } from '@acoro/testing'

/** Runs a program synchronously, under a clock of its own. */
export function play<T>(main: Main<T>): T {
  using loop = new VirtualLoop()
  return loop.runSync(main)
}
