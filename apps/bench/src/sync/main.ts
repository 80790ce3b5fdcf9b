/**
 * `pnpm --filter @acoro/bench sync`: the workloads of @acoro/sync beside other libraries. Rounds of all variants alternate,
 * so that whatever else the machine does falls on all of them; the medians of their processor time are compared. (None of
 * them ever waits for the world; garbage collection on other threads is counted, too.)
 */

import { parseArgs } from 'node:util'
import { workloads } from './workloads.ts'

const { values } = parseArgs({
  args: process.argv.slice(2).filter((argument) => argument !== '--'),
  options: { rounds: { type: 'string', default: '15' }, only: { type: 'string', default: '' } },
})
const rounds = Number(values.rounds)

// Long enough for the optimising compiler to have seen what it needs.
const WARM_UP = 6

function median(numbers: number[]): number {
  return numbers.toSorted((a, b) => a - b)[numbers.length >> 1] as number
}

for (const { name, unit, units, variants } of workloads) {
  if (!name.includes(values.only)) continue
  const times = new Map(Object.keys(variants).map((library) => [library, [] as number[]]))
  for (let round = -WARM_UP; round < rounds; round++) {
    for (const [library, work] of Object.entries(variants)) {
      const before = process.cpuUsage()
      await work()
      const { user, system } = process.cpuUsage(before)
      if (round >= 0) times.get(library)?.push((user + system) / 1000)
    }
  }
  console.log(`\n${name} (ns for each ${unit}; how many times as long as acoro)`)
  const own = median(times.get('acoro') ?? [])
  for (const [library, all] of times) {
    const time = median(all)
    const perUnit = ((time / units) * 1e6).toFixed(0)
    console.log(`  ${library.padEnd(20)} ${perUnit.padStart(7)} ns  ${(time / own).toFixed(2).padStart(6)}`)
  }
}
