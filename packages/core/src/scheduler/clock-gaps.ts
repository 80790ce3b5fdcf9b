/**
 * The times during which a loop did not look at its clock, although tasks may have run.
 *
 * A task that waits notes the last time the loop has read (`CallQueue._stamp`): to read the clock for each
 * wait would cost as much as the step. So it is known when a wait began at the earliest. At the latest it
 * began when the clock was next read, which is within SHORT, except in the gaps that are kept here: a step
 * that took long, and a loop without timers that promises wake. The longest gaps are kept, and of the others
 * how long the longest was.
 */

/** Shorter gaps are not kept, in ms. */
export const SHORT = 8
const MOST = 64

export class ClockGaps {
  #gaps: { readonly from: number; readonly to: number }[] = []
  #longestDropped: number = SHORT

  add(from: number, to: number): void {
    this.#gaps.push({ from, to })
    if (this.#gaps.length <= MOST) return
    const length = (gap: { readonly from: number; readonly to: number }) => gap.to - gap.from
    const shortest = this.#gaps.reduce((a, b) => (length(b) < length(a) ? b : a))
    this.#gaps = this.#gaps.filter((gap) => gap !== shortest)
    this.#longestDropped = Math.max(this.#longestDropped, length(shortest))
  }

  /** When the clock was read again at the latest, after it was read in the ms that begins with `from`. */
  end(from: number): number {
    const gap = this.#gaps.findLast((gap) => gap.from >= from && gap.from < from + 1)
    return gap === undefined ? from + 1 + this.#longestDropped : gap.to
  }
}
