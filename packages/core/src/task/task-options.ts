/**
 * The options of a new task, and their check.
 *
 * Tasks are made often, and nearly all options are correct. So the check is a few comparisons, and the error
 * for wrong options is made elsewhere.
 */

import { checkOptions, type OptionKinds } from '../base/options.ts'
import { Context, checkContext } from '../current/context.ts'

export interface TaskOptions {
  /** Shown in reports; `Task-N` by default. */
  name?: string | undefined
  /** The context to run in, not a copy of it; by default a copy of the current one. */
  context?: Context | undefined
  /** Runs the first step at once, inside the call. If that ends the task, the loop is never entered. */
  eager?: boolean | undefined
}

const TASK_OPTIONS: OptionKinds = { name: 'string', context: checkContext, eager: 'boolean' }

/** Correct options pass a fast check. For wrong ones `checkOptions` makes the error. */
export function checkTaskOptions(options: TaskOptions): void {
  if (typeof options === 'object' && options !== null) {
    const { name, context, eager } = options
    if (
      (name === undefined || typeof name === 'string') &&
      (context === undefined || context instanceof Context) &&
      (eager === undefined || typeof eager === 'boolean') &&
      !(Symbol.iterator in options || 'then' in options)
    )
      return
  }
  checkOptions(options, 'createTask()', TASK_OPTIONS)
}
