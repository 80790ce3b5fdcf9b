/**
 * How async functions are started on behalf of a task: the seam where `@acoro/compat/node` puts its AsyncLocalStorage in,
 * because this entry has to do without node modules.
 */

import type { Task } from '@acoro/core'

export interface AsyncBody {
  /** Calls `begin` so that what it starts can find out which task it belongs to. */
  start<R>(task: Task<unknown>, begin: () => R): R
}

export const asyncBody: AsyncBody = { start: (_task, begin) => begin() }
