/**
 * All orders, depth first; of those that differ only in the sequence of independent steps, one.
 *
 * Two steps are independent if it does not matter which of them runs first. Sleep sets (Godefroid, 1996) then
 * leave orders out: after all orders that begin with step a, those that begin with b need not run a before
 * something that depends on a has run. So a sleeps until then.
 *
 * What a step does to the variables of a program nobody can see. Without help, only the first steps of tasks
 * that do nothing but sleep are known to be independent of one another. `touches` says more.
 */

import { sleep, type Task } from '@acoro/core'
import type { Runnable } from '@acoro/core/lowlevel'
import { type Choices, isTask, type Kind, type Order } from './order.ts'
import type { Strategy } from './strategy.ts'

/**
 * Returns what the next step of a task touches: names of variables, locks, queues, whatever another task may
 * touch, too. undefined: anything.
 */
export type Touches = (task: Task<unknown>) => readonly unknown[] | undefined

/** What a step touches; null: anything. */
type Footprint = readonly unknown[] | null

/** The first step of a task that sleeps touches only the timers, which fire in any order. */
const TIMERS: Footprint = []

/** Does the task nothing but `sleep`? The types of core do not show what a coroutine was made of. */
function isSleep(task: Task<unknown>): boolean {
  return (task.coro as { _source?: unknown })._source === sleep
}

interface Node {
  readonly count: number
  picked: number
  /** The numbers of the tasks to choose from; null if the choice is about something else. */
  readonly tasks: readonly number[] | null
  /** The tasks that slept when the choice was made, and what their next steps touch. */
  readonly sleeping: ReadonlyMap<number, Footprint>
  /** Those that were chosen here before. */
  readonly explored: Map<number, Footprint>
  /** What the chosen step touched. */
  footprint: Footprint
}

const NONE: ReadonlyMap<number, Footprint> = new Map()

export class ExhaustiveStrategy implements Strategy {
  readonly #touches: Touches | undefined
  readonly #path: Node[] = []
  #done = false

  constructor(touches?: Touches) {
    this.#touches = touches
  }

  get bound(): number {
    return this.#done ? Infinity : -1
  }

  get done(): boolean {
    return this.#done
  }

  next(): Order | null {
    return this.#done ? null : new SleepingOrder(this.#path, this.#touches)
  }

  ran(_choices: Choices): void {
    const path = this.#path
    for (let node = path.at(-1); node !== undefined; node = path.at(-1)) {
      const { tasks, picked } = node
      if (tasks !== null) node.explored.set(tasks[picked] as number, node.footprint)
      let next = picked + 1
      while (tasks !== null && next < node.count && node.sleeping.has(tasks[next] as number)) next++
      if (next < node.count) {
        node.picked = next
        return
      }
      path.pop()
    }
    this.#done = true
  }
}

/** An order that is told of every step, too. */
export interface WatchingOrder extends Order {
  stepped(next: Runnable): void
}

class SleepingOrder implements WatchingOrder {
  readonly seed = 0
  readonly #path: Node[]
  readonly #touches: Touches | undefined
  readonly #numbers = new Map<Runnable, number>()
  readonly #begun = new Set<Runnable>()
  #at = 0
  #sleeping: ReadonlyMap<number, Footprint> = NONE
  #node: Node | null = null
  /** All that could run sleeps: the rest of the run is like that of another one. */
  #redundant = false

  constructor(path: Node[], touches: Touches | undefined) {
    this.#path = path
    this.#touches = touches
  }

  pick(candidates: readonly Runnable[], kind: Kind): number {
    return this.#choose(
      candidates.length,
      kind === 'task' ? candidates.map((one) => this.#number(one)) : null,
    )
  }

  draw(_kind: Kind, count: number): number {
    return this.#choose(count, null)
  }

  stepped(next: Runnable): void {
    const footprint = this.#footprint(next)
    const node = this.#node
    this.#node = null
    this.#begun.add(next)
    if (node !== null) node.footprint = footprint
    if (this.#sleeping.size === 0) return
    const number = this.#number(next)
    if (this.#sleeping.has(number)) this.#redundant = true
    this.#sleeping = new Map(
      [...this.#sleeping].filter(
        ([sleeper, touched]) => sleeper !== number && areIndependent(touched, footprint),
      ),
    )
  }

  #choose(count: number, tasks: readonly number[] | null): number {
    if (this.#redundant) return 0
    let node = this.#path[this.#at]
    if (node === undefined) {
      const picked = tasks === null ? 0 : tasks.findIndex((task) => !this.#sleeping.has(task))
      if (picked === -1) {
        this.#redundant = true
        return 0
      }
      node = { count, picked, tasks, sleeping: this.#sleeping, explored: new Map(), footprint: null }
      this.#path.push(node)
    }
    this.#at++
    if (tasks !== null) {
      this.#node = node
      if (node.explored.size > 0) this.#sleeping = new Map([...node.sleeping, ...node.explored])
    }
    return node.picked
  }

  #number(runnable: Runnable): number {
    const number = this.#numbers.get(runnable) ?? this.#numbers.size
    this.#numbers.set(runnable, number)
    return number
  }

  #footprint(next: Runnable): Footprint {
    if (!isTask(next)) return null
    const task = next as unknown as Task<unknown>
    const touched = this.#touches?.(task)
    if (touched !== undefined) return touched
    return isSleep(task) && !this.#begun.has(next) ? TIMERS : null
  }
}

/** An empty list is that of a task that only begins to sleep: even an unknown step may cancel it. */
function areIndependent(one: Footprint, other: Footprint): boolean {
  return one !== null && other !== null && one.every((touched) => !other.includes(touched))
}
