/**
 * Finds the simplest order that fails, starting from one that does. What remains of it is what matters.
 *
 * Most races need a single choice that differs from the loop's, so all single choices are tried first. A
 * longer order is cut from its end, and then choice by choice, as long as it still fails. The trade-off is
 * the number of runs.
 */

import type { Choices } from './order.ts'
import { ListedOrder } from './order.ts'
import type { Runs } from './runs.ts'

/** The most runs of either way. */
const MOST_RUNS = 500

/** Returns the simplest order found that fails. `failing` fails, and the result is at most as long. */
export function* simplify(choices: Choices, failing: readonly number[]): Runs<readonly number[]> {
  if (yield* fails([])) return []
  const single = yield* withOneChoice(choices.among.slice())
  return single ?? (yield* shortened(failing))
}

function* fails(choices: readonly number[]): Runs<boolean> {
  return (yield { order: new ListedOrder(choices), traced: false }).failed
}

/** `among` holds the numbers of candidates to choose from in the loop's own order. */
function* withOneChoice(among: readonly number[]): Runs<readonly number[] | null> {
  let left = MOST_RUNS
  for (const [at, count] of among.entries()) {
    for (let choice = 1; choice < count; choice++) {
      if (left-- === 0) return null
      const candidate = [...new Array<number>(at).fill(0), choice]
      if (yield* fails(candidate)) return candidate
    }
  }
  return null
}

function* shortened(failing: readonly number[]): Runs<readonly number[]> {
  let best = failing
  let left = MOST_RUNS
  const attempt = function* (candidate: readonly number[]): Runs<boolean> {
    if (left-- <= 0 || !(yield* fails(candidate))) return false
    best = candidate
    return true
  }
  for (let cut = best.length; cut >= 1; cut >>= 1) {
    while (best.length >= cut && (yield* attempt(best.slice(0, best.length - cut)))) {}
  }
  for (let at = 0; at < best.length; at++) {
    while (best[at] !== 0) {
      if (yield* attempt(best.with(at, 0))) break
      if (!(yield* attempt(best.with(at, (best[at] as number) - 1)))) break
    }
  }
  return best
}
