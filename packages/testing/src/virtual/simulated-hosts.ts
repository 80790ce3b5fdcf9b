/**
 * What a simulation of hosts adds to the loop that it runs on.
 *
 * All hosts share one loop and its clock. What differs between them follows from the host of the running
 * code, which a context variable names. The folder `simulation` implements this.
 */

import type { Task } from '@acoro/core'

export interface SimulatedHosts {
  /** How many ms the wall clock of the running host is ahead. */
  clockSkew(): number
  /** The loop's clock shows `now`. */
  timePassed(now: number): void
  /** Does it end a crashed host? Nobody sees what it does. */
  isEnding(task: Task<unknown>): boolean
  /** The name of the host that the task runs on. */
  hostOf(task: Task<unknown>): string | undefined
}
