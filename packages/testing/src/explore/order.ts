/**
 * Which of several ready tasks runs next: the one thing a loop leaves open that a program must not depend on.
 *
 * The loop is first in, first out, but who comes first depends on the outside: whose answer arrived a moment
 * earlier. So where a task is next, any other that is ready may go instead. Callbacks keep their place, because `callSoon`
 * and done callbacks promise an order. A choice is an index among the ready tasks, 0 being the one the loop would
 * take: an order is a list of choices, all zeros from where it ends, and the empty one is the loop's own.
 */

import type { Runnable } from '@acoro/core/lowlevel'
import type { ReadyQueue } from '../virtual/ready-queue.ts'

/** A strategy, for one run. */
export interface Order {
  /** The index of the one to run next, among at least two. */
  pick(candidates: readonly Runnable[]): number
}

/** The order of a run as it was made. */
export class Choices {
  /** What was chosen, and among how many. */
  readonly made: number[] = []
  readonly among: number[] = []
  /** Called with each choice, for traces. */
  onChoice: ((candidates: readonly Runnable[], picked: number) => void) | null = null
  order: Order
  readonly #candidates: Runnable[] = []
  readonly #places: number[] = []

  constructor(order: Order) {
    this.order = order
  }

  /** Begins a run under `order`. */
  begin(order: Order): void {
    this.order = order
    this.made.length = 0
    this.among.length = 0
  }

  /** The place in the queue of what runs next. */
  readonly choose = (queue: ReadyQueue): number => {
    if (!isTask(queue.at(0) as Runnable)) return 0
    const candidates = this.#candidates
    const places = this.#places
    let count = 0
    for (let place = 0; place < queue.length; place++) {
      const runnable = queue.at(place) as Runnable
      if (!isTask(runnable)) continue
      candidates[count] = runnable
      places[count++] = place
    }
    if (count === 1) return 0
    candidates.length = count
    const picked = this.order.pick(candidates)
    this.made.push(picked)
    this.among.push(count)
    this.onChoice?.(candidates, picked)
    return places[picked] as number
  }
}

/** Only tasks have a coroutine; other handles are callbacks. */
export function isTask(runnable: Runnable): boolean {
  return 'coro' in runnable
}

/** A list of choices; what is past its end, or does not exist, is the first. */
export class ListedOrder implements Order {
  readonly #choices: readonly number[]
  #at = 0

  constructor(choices: readonly number[]) {
    this.#choices = choices
  }

  pick(candidates: readonly Runnable[]): number {
    const choice = this.#choices[this.#at++] ?? 0
    return choice < candidates.length ? choice : 0
  }
}
