/**
 * What a task may be made with.
 */

import { checkOptions, type OptionKinds } from '../base/options.ts'
import { Context, checkContext } from '../current/context.ts'

export interface TaskOptions {
  /** Shown in reports; `Task-N` unless given. */
  name?: string | undefined
  /** The context to run in, itself; a copy of the current one unless given. */
  context?: Context | undefined
  /** Runs the first step at once, inside the call; where that ends it, the loop is never entered. */
  eager?: boolean | undefined
}

const TASK_OPTIONS: OptionKinds = { name: 'string', context: checkContext, eager: 'boolean' }

/** What is right is let through fast; what is wrong is named. */
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
