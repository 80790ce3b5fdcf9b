/**
 * What may differ between two runs of a program, as a list of choices.
 *
 * The loop is first in, first out, but the outside decides which task comes first: whose answer arrived a
 * moment earlier. So any ready task may run next, and so may the first of the ready callbacks. Callbacks keep
 * their order among themselves, because `callSoon` and done callbacks promise it. Reactions of promises do,
 * too: the language gives it. Timers are told of in late-timers.ts, faults and cancels in world/points.ts.
 *
 * A choice is an index among candidates; 0 is what happens by itself. An order is a list of choices. Past the
 * end of the list every choice is 0, so the empty list is the order of the loop. Random numbers are no
 * choices: they follow from a seed, which belongs to the order.
 */

import type { Runnable } from '@acoro/core/lowlevel'
import { RandomSource } from '../../base/random-source.ts'
import type { MomentKind, PointKind } from '../../virtual/chances.ts'
import type { ReadyQueue } from '../../virtual/ready-queue.ts'

/** What a choice is about. */
export type Kind = 'task' | 'timer' | PointKind | MomentKind

/** The order of one run. */
export interface Order {
  /** The seed of the random numbers of the run. */
  readonly seed: number
  /** Returns the index of the task or timer that is next, among at least two. */
  pick(candidates: readonly Runnable[], kind: Kind): number
  /** Returns which of `count` things happens, of which 0 is usual; `chance` is how likely the others are. */
  draw(kind: Kind, count: number, chance: number | null): number
}

/** The order of the loop itself. */
export const FIRST_COME: Order = { seed: 0, pick: () => 0, draw: () => 0 }

export interface ChoiceListener {
  /** One of several tasks or timers was chosen. */
  picked(candidates: readonly Runnable[], picked: number, kind: Kind): void
  /** It was decided what happens at a place of the program. */
  drawn(kind: Kind, what: string | Runnable, drawn: number): void
}

/** The choices of a run, as they were made. */
export class Choices {
  /** The index of each choice, the number of candidates, and what it was about. */
  readonly made: number[] = []
  readonly among: number[] = []
  readonly kinds: Kind[] = []
  /** Were several callbacks ready at once, in any of the runs? */
  callbacksKept = false
  /** Were random numbers drawn, in this run, and in any of the runs? */
  drew = false
  everDrew = false
  /** Told of each choice. Traces use it. */
  listener: ChoiceListener | null = null
  order: Order = FIRST_COME
  #random: RandomSource | null = null
  readonly #candidates: Runnable[] = []
  readonly #places: number[] = []

  /** Begins a run under `order`. */
  begin(order: Order): void {
    this.order = order
    this.made.length = 0
    this.among.length = 0
    this.kinds.length = 0
    this.drew = false
    this.#random = null
  }

  /** Returns the place in the queue of the handle that runs next. */
  readonly choose = (queue: ReadyQueue): number => {
    const candidates = this.#candidates
    const places = this.#places
    const length = queue.length
    const first = queue.at(0) as Runnable
    // What the loop does by itself, such as telling a gather of its child, concerns nobody.
    if (!isTask(first) && !isCallback(first)) return 0
    let count = 0
    let callbacks = 0
    for (let place = 0; place < length; place++) {
      const runnable = queue.at(place) as Runnable
      if (!isTask(runnable) && (!isCallback(runnable) || !this.#isFirst(callbacks++, runnable))) continue
      candidates[count] = runnable
      places[count++] = place
    }
    if (count === 1) return 0
    candidates.length = count
    return places[this.pick(candidates, 'task')] as number
  }

  /** Is it the first callback in the queue? The order of timers was decided before. */
  #isFirst(before: number, callback: Runnable): boolean {
    if (before > 0 && !('when' in callback)) this.callbacksKept = true
    return before === 0
  }

  /** Returns the index of what is next. */
  pick(candidates: readonly Runnable[], kind: Kind): number {
    const picked = this.order.pick(candidates, kind)
    this.made.push(picked)
    this.among.push(candidates.length)
    this.kinds.push(kind)
    this.listener?.picked(candidates, picked, kind)
    return picked
  }

  /** Decides which of `count` things happens at a place, which `what` describes, or to a task. */
  draw(kind: Kind, what: string | Runnable, count: number, chance: number | null = null): number {
    const drawn = this.order.draw(kind, count, chance)
    this.made.push(drawn)
    this.among.push(count)
    this.kinds.push(kind)
    this.listener?.drawn(kind, what, drawn)
    return drawn
  }

  /** The random numbers of the run. */
  get random(): RandomSource {
    if (this.#random === null) {
      this.drew = true
      this.everDrew = true
      this.#random = new RandomSource(this.order.seed)
    }
    return this.#random
  }
}

/** Only tasks have a coroutine. */
export function isTask(runnable: Runnable): boolean {
  return 'coro' in runnable
}

/** Is it a callback that the program gave to the loop? */
export function isCallback(runnable: Runnable): boolean {
  return 'getContext' in runnable
}

/** An order from a list of choices. A choice past the end, or of what does not exist, is 0. */
export class ListedOrder implements Order {
  readonly seed: number
  readonly #choices: readonly number[]
  #at = 0

  constructor(choices: readonly number[], seed = 0) {
    this.#choices = choices
    this.seed = seed
  }

  pick(candidates: readonly Runnable[]): number {
    return this.#next(candidates.length)
  }

  draw(_kind: Kind, count: number): number {
    return this.#next(count)
  }

  #next(count: number): number {
    const choice = this.#choices[this.#at++] ?? 0
    return choice < count ? choice : 0
  }
}
