/**
 * Starts async functions on behalf of a task.
 *
 * This object exists so that `@acoro/compat/node` can put its AsyncLocalStorage in: this entry must not
 * import node modules.
 */

import type { Task } from '@acoro/core'

export interface AsyncBody {
  /** Calls `begin`. Code that it starts can find out which task it belongs to. */
  start<R>(task: Task<unknown>, begin: () => R): R
}

export const asyncBody: AsyncBody = { start: (_task, begin) => begin() }
