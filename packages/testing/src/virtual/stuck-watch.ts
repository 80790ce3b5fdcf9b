/**
 * Tasks that wait for one another while others go on: a deadlock beside a heartbeat.
 *
 * A loop with nothing left to do is easily seen. With a task that sleeps again and again it never is, and
 * such a run would end at its step limit. So the waits are looked at now and then. A circle alone proves
 * nothing, because a timeout may end it, or a task that has an eye on the others. So it counts only if the
 * same tasks still wait when all timers have fired that waited when it was first seen, and after three more
 * looks.
 */

import { allTasks, type EventLoop, type Task } from '@acoro/core'
import { stuckTasks } from '@acoro/core/lowlevel'

/** A look comes after so many steps, or so many for each task: it takes as long as there are tasks. */
const EVERY = 1000
const EVERY_TASK = 20

/** How many looks have to show the same. */
const LOOKS = 4

export class StuckWatch {
  /** The step at which to look next. */
  nextLook = 0
  readonly #loop: EventLoop
  readonly #timers: Iterable<object>
  #seen: readonly Task<unknown>[] = []
  #waiting: Set<object> = new Set()
  #looks = 0

  constructor(loop: EventLoop, timers: Iterable<object>) {
    this.#loop = loop
    this.#timers = timers
  }

  begin(steps: number): void {
    this.nextLook = steps + EVERY
    this.#seen = []
  }

  /** Returns the tasks that will wait for ever; null if there are none, or not yet. */
  look(steps: number): readonly Task<unknown>[] | null {
    const stuck = stuckTasks(this.#loop)
    let tasks = 0
    for (const _ of allTasks(this.#loop)) tasks++
    this.nextLook = steps + Math.max(EVERY, EVERY_TASK * tasks)
    if (stuck.length === 0 || !isSame(stuck, this.#seen)) {
      this.#seen = stuck
      this.#waiting = new Set(stuck.length === 0 ? [] : this.#timers)
      this.#looks = 1
      return null
    }
    const live = new Set(this.#timers)
    for (const timer of this.#waiting) if (!live.has(timer)) this.#waiting.delete(timer)
    return ++this.#looks >= LOOKS && this.#waiting.size === 0 ? stuck : null
  }
}

function isSame(one: readonly unknown[], other: readonly unknown[]): boolean {
  return one.length === other.length && one.every((task, at) => task === other[at])
}
