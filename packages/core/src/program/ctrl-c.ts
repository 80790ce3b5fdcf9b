/**
 * The signal handling of `run`: Ctrl-C cancels the main.
 */

import { world } from '../current/host.ts'
import { onSignal } from '../loop/signals.ts'
import type { Task } from '../task/task.ts'
import { exitCodeOf, interrupt, printOnSignal } from './interrupt.ts'

/** Cancels `task` on the first Ctrl-C; a second one ends the process. Returns how to take that back. */
export function cancelOnInterrupt(task: Task<unknown>): () => void {
  let interrupts = 0
  const releases = [
    onSignal('SIGINT', () => {
      if (++interrupts > 1) world.process?.exit?.(exitCodeOf('SIGINT'))
      interrupt(task, 'SIGINT')
    }),
    printOnSignal(),
  ]
  return () => {
    for (const release of releases) release()
  }
}
