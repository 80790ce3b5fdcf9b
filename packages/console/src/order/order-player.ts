/**
 * Steps through an order, forward and back, without running the program.
 *
 * A state is the sum of all changes before it. To go back, the player starts from the last state that it
 * kept, one of so many steps. A state never changes once it was handed out.
 */

import type { OrderFile, OrderStep, PrimitiveChange, TaskChange } from '../protocol/order.ts'

/** The run before the step at `index`, or after the last one. */
export interface OrderState {
  /** 0 is the beginning; the number of steps is the end. */
  readonly index: number
  /** The step that led here; null at the beginning. */
  readonly last: OrderStep | null
  /** The step that comes next; null at the end. */
  readonly next: OrderStep | null
  /** The last change of each task so far, by its index; a task without one has not begun. */
  readonly tasks: ReadonlyMap<number, TaskChange>
  readonly primitives: ReadonlyMap<number, PrimitiveChange>
}

interface Kept {
  readonly tasks: ReadonlyMap<number, TaskChange>
  readonly primitives: ReadonlyMap<number, PrimitiveChange>
}

/** One state of so many is kept. */
const KEPT_EVERY = 50

export class OrderPlayer {
  readonly order: OrderFile
  readonly #kept: Kept[] = [{ tasks: new Map(), primitives: new Map() }]
  #state: OrderState

  /** Stands at the beginning. */
  constructor(order: OrderFile) {
    this.order = order
    this.#state = this.#stateAt(0)
  }

  get state(): OrderState {
    return this.#state
  }

  /** The number of steps. */
  get length(): number {
    return this.order.steps.length
  }

  /** One step on; stays at the end. */
  forward(): OrderState {
    return this.goTo(this.#state.index + 1)
  }

  /** One step back; stays at the beginning. */
  back(): OrderState {
    return this.goTo(this.#state.index - 1)
  }

  /** Before the next step in which the order differs from the loop's own; at the end if there is none. */
  nextChoice(): OrderState {
    const { steps } = this.order
    const from = this.#state.index + 1
    const found = steps.findIndex((step, at) => at >= from && isUnusual(step))
    return this.goTo(found === -1 ? steps.length : found)
  }

  /** Before the last such step before this one; at the beginning if there is none. */
  previousChoice(): OrderState {
    const until = this.#state.index
    const found = this.order.steps.findLastIndex((step, at) => at < until && isUnusual(step))
    return this.goTo(Math.max(found, 0))
  }

  /** The state before the step at `index`; what lies outside of the run is its beginning or its end. */
  goTo(index: number): OrderState {
    const inside = Math.min(Math.max(Math.trunc(index) || 0, 0), this.length)
    if (inside !== this.#state.index) this.#state = this.#stateAt(inside)
    return this.#state
  }

  #stateAt(index: number): OrderState {
    const { steps } = this.order
    const nearest = Math.min(Math.floor(index / KEPT_EVERY), this.#kept.length - 1)
    const from = this.#kept[nearest] as Kept
    const tasks = new Map(from.tasks)
    const primitives = new Map(from.primitives)
    for (let at = nearest * KEPT_EVERY; at < index; at++) {
      const step = steps[at] as OrderStep
      for (const change of step.tasks) tasks.set(change.task, change)
      for (const change of step.primitives) primitives.set(change.primitive, change)
      if ((at + 1) % KEPT_EVERY === 0 && (at + 1) / KEPT_EVERY === this.#kept.length)
        this.#kept.push({ tasks: new Map(tasks), primitives: new Map(primitives) })
    }
    return { index, last: steps[index - 1] ?? null, next: steps[index] ?? null, tasks, primitives }
  }
}

/** Does the order differ here from what the loop does by itself? */
export function isUnusual({ choice }: OrderStep): boolean {
  return choice !== null && choice.picked !== 0
}
