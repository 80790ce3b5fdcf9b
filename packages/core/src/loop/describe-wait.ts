/** What a task waits for, as a line of a report. */

import { textOf } from '../base/text.ts'
import type { Task } from '../task/task.ts'

interface Described {
  describe(): string
}

/** One line: the task, whether it was cancelled and still runs, and what it waits for. */
export function describeWait(task: Task<unknown>): string {
  return waitLine(task, describeCause)
}

/** The same, with what it waits for in the words of `describe`. */
export function waitLine(task: Task<unknown>, describe: (waits: Described) => string): string {
  const cancelled = task.cancelling() > 0 ? ' (cancelled)' : ''
  const waits = task._waitsFor
  if (waits !== null) return `'${task.name}'${cancelled} waits for ${describe(waits)}`
  return `'${task.name}'${cancelled} is ${task.state === 'running' ? 'running' : 'ready to run'}`
}

/** The description of a wait. Users write such texts too, so it may throw. */
export function describeCause(waits: Described): string {
  try {
    return textOf(waits.describe())
  } catch {
    return 'what cannot be described'
  }
}
