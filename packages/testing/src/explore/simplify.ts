/**
 * Finds the simplest order that fails, starting from one that does. What remains of it is what matters.
 *
 * Most races need a single choice that differs from the loop's, so all single choices are tried first. A
 * longer order is cut from its end, and then choice by choice, as long as it still fails. The trade-off is
 * the number of runs.
 */

import type { Explorer } from './explorer.ts'
import { ListedOrder } from './order.ts'

/** The most runs of either way. */
const MOST_RUNS = 500

/** Returns the simplest order found that fails. `choices` fails, and the result is at most as long. */
export function simplify(explorer: Explorer<unknown>, choices: readonly number[]): readonly number[] {
  const fails = (candidate: readonly number[]) => explorer.run(new ListedOrder(candidate)).failed
  if (fails([])) return []
  return withOneChoice(explorer.choices.among.slice(), fails) ?? shortened(choices, fails)
}

type Fails = (choices: readonly number[]) => boolean

/** `among` holds the numbers of tasks to choose from in the loop's own order. */
function withOneChoice(among: readonly number[], fails: Fails): readonly number[] | null {
  let left = MOST_RUNS
  for (const [at, count] of among.entries()) {
    for (let choice = 1; choice < count; choice++) {
      if (left-- === 0) return null
      const candidate = [...new Array<number>(at).fill(0), choice]
      if (fails(candidate)) return candidate
    }
  }
  return null
}

function shortened(choices: readonly number[], fails: Fails): readonly number[] {
  let best = choices
  let left = MOST_RUNS
  const attempt = (candidate: readonly number[]): boolean => {
    if (left-- <= 0 || !fails(candidate)) return false
    best = candidate
    return true
  }
  for (let cut = best.length; cut >= 1; cut >>= 1) {
    while (best.length >= cut && attempt(best.slice(0, best.length - cut))) {}
  }
  for (let at = 0; at < best.length; at++) {
    const smaller = () => [0, (best[at] as number) - 1]
    while (best[at] !== 0 && smaller().some((choice) => attempt(best.with(at, choice)))) {}
  }
  return best
}
