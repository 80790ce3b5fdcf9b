/**
 * Which of several ready tasks runs next, and which of several timers fires next. A program must not depend
 * on it.
 *
 * The loop is first in, first out, but the outside decides which task comes first: whose answer arrived a
 * moment earlier. So if a task is next, any other ready task may run instead. Callbacks keep their places,
 * because `callSoon` and done callbacks promise an order. Reactions of promises do, too: the language gives
 * it, and correct programs rely on it. Timers are told of in late-timers.ts.
 *
 * A choice is an index among the ready tasks, or the timers; 0 is what the loop would run. An order is a list
 * of choices. Past the end of the list every choice is 0, so the empty list is the order of the loop.
 */

import type { Runnable } from '@acoro/core/lowlevel'
import type { ReadyQueue } from '../virtual/ready-queue.ts'

/** The order of one run. */
export interface Order {
  /** Returns the index of the task or timer that is next, among at least two. */
  pick(candidates: readonly Runnable[]): number
}

export type OnChoice = (candidates: readonly Runnable[], picked: number, timers: boolean) => void

/** The choices of a run, as they were made. */
export class Choices {
  /** The index of each choice, and the number of tasks or timers it was made among. */
  readonly made: number[] = []
  readonly among: number[] = []
  /** Called with each choice. Traces use it. */
  onChoice: OnChoice | null = null
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

  /** Returns the place in the queue of the handle that runs next. */
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
    return places[this.#pick(candidates, false)] as number
  }

  /** Returns the index of the timer that fires next. */
  pickTimer(candidates: readonly Runnable[]): number {
    return this.#pick(candidates, true)
  }

  #pick(candidates: readonly Runnable[], timers: boolean): number {
    const picked = this.order.pick(candidates)
    this.made.push(picked)
    this.among.push(candidates.length)
    this.onChoice?.(candidates, picked, timers)
    return picked
  }
}

/** Only tasks have a coroutine. Other handles are callbacks. */
export function isTask(runnable: Runnable): boolean {
  return 'coro' in runnable
}

/** An order from a list of choices. A choice past the end, or of what does not exist, is 0. */
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
