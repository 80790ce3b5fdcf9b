/**
 * The tasks that a task waits for, as a tree shows them: a link whose tasks were listed once is not listed in
 * full again, or the tree of n tasks that wait for the same n would have n² lines.
 */

import { PENDING } from '../base/flags.ts'
import type { Blocker } from '../future/blocker.ts'
import { isTask, type Link, linkOf, nextBehind } from '../loop/behind.ts'
import type { Task } from '../task/task.ts'
import type { Sliced } from './sliced.ts'

/** The most tasks of a link that are named again. */
const MOST_AGAIN = 10

export interface Behind {
  readonly tasks: Iterable<Task<unknown>>
  /** More of them were listed before, for another task. */
  readonly others: boolean
}

/** A link whose tasks are being listed. */
interface Open {
  readonly next: Iterator<Blocker>
  /** Its first tasks; one more than are named again. */
  readonly first: Task<unknown>[]
}

export class TasksBehind {
  readonly #listed = new Map<Link, Task<unknown>[]>();

  *of(task: Task<unknown>): Sliced<Behind> {
    const { _waitsFor: waitsFor } = task
    const tasks = new Set<Task<unknown>>()
    if (waitsFor === null || waitsFor._status !== PENDING) return { tasks, others: false }
    let others = false
    // Without recursion: chains of waits may be longer than the stack.
    const open: Open[] = [{ next: [waitsFor].values(), first: [] }]
    for (let at = open.at(-1); at !== undefined; at = open.at(-1)) {
      const { value, done } = at.next.next()
      if (done === true) {
        open.pop()
        addFirst(open.at(-1)?.first, at.first)
        continue
      }
      yield
      const link = linkOf(value)
      const listed = this.#listed.get(link)
      if (isTask(link)) {
        if (link !== task) tasks.add(link)
        addFirst(at.first, [link])
      } else if (listed === undefined) {
        const first: Task<unknown>[] = []
        // Before its end, because links may form a circle.
        this.#listed.set(link, first)
        open.push({ next: nextBehind(link).values(), first })
      } else {
        for (const again of listed.slice(0, MOST_AGAIN)) if (again !== task) tasks.add(again)
        others ||= listed.length > MOST_AGAIN
        addFirst(at.first, listed)
      }
    }
    return { tasks, others }
  }
}

function addFirst(to: Task<unknown>[] | undefined, more: readonly Task<unknown>[]): void {
  if (to === undefined) return
  for (const task of more) if (to.length <= MOST_AGAIN) to.push(task)
}
