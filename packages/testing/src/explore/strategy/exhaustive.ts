/**
 * All orders, depth first. If orders differ only in the sequence of independent steps, only one of them runs.
 *
 * Two steps are independent if it does not matter which of them runs first. Sleep sets (Godefroid, 1996)
 * leave out orders. First all orders that begin with step a are tried, then those that begin with b. In the
 * latter, a sleeps: it does not run until a step that depends on it has run.
 *
 * The variables that a step changes cannot be seen. Without help, only the first steps of tasks
 * that do nothing but sleep are known to be independent of one another. `touches` says more.
 */

import { sleep, type Task } from '@acoro/core'
import { describeValue, type Runnable } from '@acoro/core/lowlevel'
import { type Choices, isCallback, isTask, type Kind, type Order } from '../order/order.ts'
import type { Strategy } from './strategy.ts'

/**
 * Returns what the next step of a task touches: names of variables, locks, queues, whatever another task may
 * touch, too. undefined: anything. That is the answer for a step that cancels other tasks, too.
 */
export type Touches = (task: Task<unknown>) => readonly unknown[] | undefined

/** What a step touches; null: anything. */
type Footprint = readonly unknown[] | null

/** What the loop does by itself touches this, such as telling a gather that a task has ended. */
const LOOP = Symbol('the loop')

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
  #order: SleepingOrder | null = null

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
    if (this.#done) return null
    this.#order = new SleepingOrder(this.#path, this.#touches)
    return this.#order
  }

  ran(_choices: Choices): void {
    const path = this.#path
    this.#order?.settle()
    if (this.#order?.failed) throw this.#order.failed
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
  /** What is wrong with `touches`. */
  failed: TypeError | null = null
  readonly #path: Node[]
  readonly #touches: Touches | undefined
  readonly #numbers = new Map<Runnable, number>()
  readonly #begun = new Set<Runnable>()
  #at = 0
  #sleeping: ReadonlyMap<number, Footprint> = NONE
  /** The choice that the next step follows from. */
  #node: Node | null = null
  /** The step that runs, or has run. What it touches is known when it is over. */
  #running: { readonly step: Runnable; readonly node: Node | null; footprint: Footprint } | null = null
  /** All that could run sleeps: the rest of the run is like that of another one. */
  #redundant = false

  constructor(path: Node[], touches: Touches | undefined) {
    this.#path = path
    this.#touches = touches
  }

  pick(candidates: readonly Runnable[], kind: Kind): number {
    this.settle()
    return this.#choose(
      candidates.length,
      kind === 'task' ? candidates.map((one) => this.#number(one)) : null,
    )
  }

  // In the midst of a step.
  draw(_kind: Kind, count: number): number {
    return this.#choose(count, null)
  }

  stepped(next: Runnable): void {
    this.settle()
    this.#running = { step: next, node: this.#node, footprint: this.#footprint(next) }
    this.#node = null
    this.#begun.add(next)
  }

  /** The last step is over: those wake that depend on it. */
  settle(): void {
    const running = this.#running
    if (running === null) return
    this.#running = null
    const { step, node, footprint: known } = running
    // The end of a task is told to those that wait for it.
    const ended = known !== null && isTask(step) && (step as unknown as Task<unknown>).done()
    const footprint = ended ? [...known, LOOP] : known
    if (node !== null) node.footprint = footprint
    if (this.#sleeping.size === 0) return
    const number = this.#number(step)
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
    if (!isTask(next)) return isCallback(next) ? null : [LOOP]
    const task = next as unknown as Task<unknown>
    const touched = this.#touches?.(task)
    if (Array.isArray(touched)) return touched
    if (touched !== undefined) {
      this.failed ??= new TypeError(
        `Expected touches() to return an array, or undefined for anything, got ${describeValue(touched)}`,
      )
    }
    return isSleep(task) && !this.#begun.has(next) ? [] : null
  }
}

function areIndependent(one: Footprint, other: Footprint): boolean {
  return one !== null && other !== null && one.every((touched) => !other.includes(touched))
}
