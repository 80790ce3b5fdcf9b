/**
 * From an order that fails to the simplest one that does: what is left of it is what matters.
 *
 * Most races need a single choice that the loop would not make, so all of those are tried first. What needs more
 * is shortened from its end and then choice by choice, as far as it still fails. The trade-off is a number of runs.
 */

import type { Explorer } from './explorer.ts'
import { ListedOrder } from './order.ts'

/** The most runs spent on either way. */
const MOST_RUNS = 500

/** The simplest order that was found to fail, no worse than `choices`, which does. */
export function simplify(explorer: Explorer<unknown>, choices: readonly number[]): readonly number[] {
  const fails = (candidate: readonly number[]) => explorer.run(new ListedOrder(candidate)).failed
  if (fails([])) return []
  return withOneChoice(explorer.choices.among.slice(), fails) ?? shortened(choices, fails)
}

type Fails = (choices: readonly number[]) => boolean

/** `among` are the numbers of tasks to choose from in the loop's own order. */
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
