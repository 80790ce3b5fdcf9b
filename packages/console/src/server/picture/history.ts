/**
 * The last quarter of an hour in fixed memory: one point a second, in a ring. A point is what is known then;
 * a second in which no viewer looked knows only the steps.
 */

import type { Curves } from '../../protocol/curves.ts'

/** Points that are kept. */
const KEPT = 900

export interface Point {
  readonly at: number
  readonly lag: number | null
  readonly stepsPerSecond: number | null
  readonly utilization: number | null
  readonly heap: number | null
  readonly tasks: number | null
}

export class History {
  readonly #points: Point[] = []
  #next = 0

  add(point: Point): void {
    this.#points[this.#next] = point
    this.#next = (this.#next + 1) % KEPT
  }

  /** The points of the last `seconds`, oldest first. */
  curves(seconds: number, now: number): Curves {
    const inOrder = [...this.#points.slice(this.#next), ...this.#points.slice(0, this.#next)]
    const points = inOrder.filter(({ at }) => at >= now - seconds * 1000)
    return {
      at: points.map(({ at }) => at),
      lag: points.map(({ lag }) => lag),
      stepsPerSecond: points.map(({ stepsPerSecond }) => stepsPerSecond),
      utilization: points.map(({ utilization }) => utilization),
      heap: points.map(({ heap }) => heap),
      tasks: points.map(({ tasks }) => tasks),
    }
  }
}
