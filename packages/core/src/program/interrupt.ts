/**
 * What signals do to a main: the first cancels it, so that every `finally` runs; the second ends the process.
 */

import { isSet } from '../current/host.ts'
import { onSignal } from '../loop/signals.ts'
import type { Task } from '../task/task.ts'
import { printTasks } from '../viewing/task-tree.ts'

/** Signals that end a process, and the number that each adds to 128 in the exit code. */
const NUMBERS = { SIGINT: 2, SIGTERM: 15 } as const

export type Interrupt = keyof typeof NUMBERS

/** The exit code of a process that `signal` has ended, as a shell reports it: 130 or 143. */
export function exitCodeOf(signal: Interrupt): number {
  return 128 + NUMBERS[signal]
}

/** Cancels `task` because of `signal`. With ACORO_DUMP=1, it first prints where every task stands. */
export function interrupt(task: Task<unknown>, signal: Interrupt): void {
  if (isSet('ACORO_DUMP')) printTasks()
  task.cancel(`interrupted by ${signal}`)
}

/**
 * With ACORO_DUMP=1: prints the tasks of all loops on SIGUSR2, until it is taken back. Only if asked for,
 * because others end a process by that signal (nodemon restarts programs so), and a listener would keep it
 * alive.
 */
export function printOnSignal(): () => void {
  return isSet('ACORO_DUMP') ? onSignal('SIGUSR2', () => printTasks()) : () => {}
}
