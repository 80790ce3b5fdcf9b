/**
 * What stands between a task that waits and the tasks that could end its wait: futures that join others, and
 * wait lists whose holders are known.
 *
 * Each of them is one node, however many tasks wait for it. So 20,000 tasks that wait for one gather of
 * 10,000 are 30,000 edges, and not 200 million pairs.
 */

import type { Blocker } from '../future/blocker.ts'
import type { Future } from '../future/future.ts'
import type { WaitQueue } from '../parking/wait-queue.ts'
import type { Task } from '../task/task.ts'

/** A task, what joins others, or a wait list. */
export type Link = Blocker | WaitQueue<unknown, unknown>

/** The node of what is waited for. All that wait in one list share a node. */
export function linkOf(waitsFor: Blocker): Link {
  return isTask(waitsFor) ? waitsFor : (lineOf(waitsFor) ?? waitsFor)
}

export function isTask(link: object): link is Task<unknown> {
  return (link as { readonly _kind?: unknown })._kind === 'Task'
}

/** The wait list that it stands in; undefined if it stands in none. */
export function lineOf(waitsFor: object): WaitQueue<unknown, unknown> | undefined {
  const { _owner: owner } = waitsFor as { readonly _owner?: WaitQueue<unknown, unknown> }
  return typeof owner === 'object' && owner !== null ? owner : undefined
}

/** What the end of `link` depends on directly. */
export function allBehind(link: Link): Future<unknown>[] {
  try {
    return [...('_dependsOn' in link ? link._dependsOn() : link.holders())]
  } catch {
    // The program may have written either.
    return []
  }
}

/** The same without what has ended. */
export function nextBehind(link: Link): Future<unknown>[] {
  return allBehind(link).filter((next) => !next.done())
}
