import type { Task } from '@acoro/core'
import { cutText } from '../base/shown-text.ts'
import type { Place } from '../protocol/rows.ts'

/** The frames of a task, innermost first; none if they cannot be read. */
export function stackOf(task: Task<unknown>, limit: number): Place[] {
  try {
    return task
      .getStack({ limit })
      .reverse()
      .map(({ name, file, line, column }) => ({
        name: cutText(name),
        file: file === undefined ? null : cutText(file),
        line: line ?? null,
        column: column ?? null,
      }))
  } catch {
    return []
  }
}
