/** Everything about one task. */

import type { Refused } from './refusal.ts'
import type { Place, TaskRef, TaskRow, Window } from './rows.ts'

export interface TaskDetail {
  readonly at: number
  readonly task: TaskRow
  /**
   * From this task to the root cause: each waits for the next. The last one says why nothing moves it. If
   * `circle` is an index, the last one waits for that link.
   */
  readonly chain: readonly ChainLink[]
  readonly circle: number | null
  /** The tasks that wait for it. */
  readonly waiters: Window<TaskRef>
  /** Innermost first. */
  readonly stack: readonly Place[]
  /** The task that woke it last, or what did: `a timer`; null if unknown. */
  readonly wokenBy: string | null
  /** null if it was not cancelled. */
  readonly cancelled: { readonly by: string | null; readonly message: string | null } | null
  readonly contextVariables: readonly (readonly [name: string, value: string])[] | Refused
  /** By frame, as `stack`. */
  readonly locals: readonly (readonly (readonly [name: string, value: string])[])[] | Refused
}

export interface ChainLink {
  readonly task: TaskRef
  readonly waitsFor: string | null
  readonly waitAge: number | null
}
