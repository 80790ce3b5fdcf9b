/**
 * The tasks that await a future. A future does not know them all, so what each task of the loop waits for is
 * followed backwards.
 */

import type { EventLoop } from '../base/above.ts'
import { PENDING } from '../base/flags.ts'
import type { Blocker } from '../future/blocker.ts'
import { isTask, type Link, linkOf, nextBehind } from '../loop/behind.ts'
import type { Task } from '../task/task.ts'
import type { Sliced } from './sliced.ts'
import { tasksOf } from './tasks-of.ts'

export class TasksAbove {
  /** What waits for each link directly, in the order of the tasks. */
  readonly #above = new Map<Link, Link[]>()
  readonly #places = new Map<Link, number>();

  /** Follows the waits of all tasks of `loop`. */
  *follow(loop: EventLoop): Sliced<void> {
    const seen = new Set<Link>()
    for (const task of yield* tasksOf(loop)) {
      this.#places.set(task, this.#places.size)
      yield
      const { _waitsFor: waitsFor } = task
      if (waitsFor === null || waitsFor._status !== PENDING) continue
      const open: Link[] = [this.#add(waitsFor, task)]
      for (let link = open.pop(); link !== undefined; link = open.pop()) {
        if (isTask(link) || seen.has(link)) continue
        seen.add(link)
        for (const next of nextBehind(link)) open.push(this.#add(next, link))
        yield
      }
    }
  }

  /**
   * The tasks that await `future`, in the order of their creation. The list is shared: it must not be
   * changed.
   */
  of(future: Link): readonly Task<unknown>[] {
    const direct = this.#above.get(future) ?? []
    if (direct.every(isTask)) return direct
    const tasks = new Set<Task<unknown>>()
    const seen = new Set<Link>()
    const open: Link[] = [...direct]
    for (let link = open.pop(); link !== undefined; link = open.pop()) {
      if (isTask(link)) tasks.add(link)
      else if (!seen.has(link)) {
        seen.add(link)
        for (const next of this.#above.get(link) ?? []) open.push(next)
      }
    }
    return [...tasks].sort((a, b) => this.#placeOf(a) - this.#placeOf(b))
  }

  /** The one link through which all tasks await `future`: what has the same has the same tasks above. */
  through(future: Link): Link | undefined {
    const direct = this.#above.get(future)
    return direct?.length === 1 && !isTask(direct[0] as Link) ? direct[0] : undefined
  }

  /** Returns the link that is to be followed. */
  #add(waitsFor: Blocker, by: Link): Link {
    const link = linkOf(waitsFor)
    // A place in a wait list is no link of others, but somebody may ask for it.
    for (const each of link === waitsFor ? [link] : [link, waitsFor]) {
      const known = this.#above.get(each)
      if (known === undefined) this.#above.set(each, [by])
      else known.push(by)
    }
    return link
  }

  #placeOf(task: Task<unknown>): number {
    return this.#places.get(task) ?? -1
  }
}
