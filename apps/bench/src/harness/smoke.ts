/**
 * The run for CI: some workloads, smaller, acoro beside its base only; those with a goal, with collections
 * before samples. It compares processor time, and fails only where a ratio is more than twice the one that
 * was written down, and never below 1: so a slower machine, a busy one and an unlucky round all pass, and a
 * step that went from constant to linear does not.
 */

import { formatRatio } from './format.ts'
import { measure } from './measure.ts'
import { resultsFor } from './results.ts'
import { workloads } from './workloads.ts'

const MARGIN = 2
const ROUNDS = 7

/** Gives whether all are within their limits. */
export async function smoke(node: string, version: string): Promise<boolean> {
  let isWell = true
  for (const workload of workloads) {
    if (workload.smoke === undefined) continue
    const smaller = { ...workload, n: workload.smoke, samples: 1 }
    const collect = 'acoro' in workload.goals
    const peers = collect ? Object.keys(workload.goals) : ['acoro']
    const row = await measure(smaller, { node, rounds: ROUNDS, peers: [...peers, workload.base], collect })
    const written = resultsFor(version, collect ? 'collected' : 'plain')
    const before = written?.rows.find((other) => other.workload === workload.name)?.figures
    for (const peer of peers) {
      const ratio = row.figures[peer]?.ratio ?? Number.NaN
      const limit = MARGIN * Math.max(before?.[peer]?.ratio ?? 1, 1 / MARGIN)
      const passed = ratio <= limit
      isWell &&= passed
      const title = peer === 'acoro' ? workload.title : `${workload.title} (${peer})`
      console.log(
        `${passed ? '✓' : '✗'} ${title.padEnd(58)} ${formatRatio(ratio).padStart(5)} of ${workload.base}, at most ${formatRatio(limit)}`,
      )
    }
  }
  return isWell
}
