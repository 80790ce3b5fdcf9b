/** What sort of thing a task waits for, told by its shape: another copy of core may have made it. */

import type { Blocker } from '../future/blocker.ts'
import { lineOf } from '../loop/behind.ts'

/**
 * - `task`: the end of another task.
 * - `timer`: a moment.
 * - `primitive`: a lock, a queue or the like.
 * - `outside`: a promise, a callback, a worker, a socket.
 * - `several`: one or all of several things, as in `gather`, `wait` and `select`.
 * - `future`: a future that the program settles itself.
 */
export type WaitKind = 'task' | 'timer' | 'primitive' | 'outside' | 'several' | 'future'

export function kindOfWait(waitsFor: Blocker): WaitKind {
  if (waitsFor._kind === 'Task') return 'task'
  if ('_when' in waitsFor) return 'timer'
  if (lineOf(waitsFor) !== undefined) return 'primitive'
  if (waitsFor._external !== undefined || '_isListed' in waitsFor) return 'outside'
  try {
    for (const _ of waitsFor._dependsOn()) return 'several'
  } catch {
    // The program may have written it.
  }
  return 'future'
}
