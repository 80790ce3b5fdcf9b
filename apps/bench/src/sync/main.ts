/**
 * `pnpm --filter @acoro/bench sync`: the workloads of @acoro/sync beside other libraries.
 *
 * Each variant runs in processes of its own, which come in turn, so that neither what one library leaves behind nor
 * what else the machine does falls on another. A figure is the median over processes of the median over rounds of the
 * processor time, garbage collection on other threads included; none of the workloads waits for the world.
 */

import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { workloads } from './workloads.ts'

const { values } = parseArgs({
  args: process.argv.slice(2).filter((argument) => argument !== '--'),
  options: {
    processes: { type: 'string', default: '5' },
    rounds: { type: 'string', default: '9' },
    only: { type: 'string', default: '' },
    // What a process of its own is told.
    variant: { type: 'string' },
  },
})

/** Long enough for the optimising compiler to have seen what it needs. */
const WARM_UP = 8

function median(numbers: number[]): number {
  return numbers.toSorted((a, b) => a - b)[numbers.length >> 1] as number
}

/** ns a unit, in this process. */
async function measure(work: () => Promise<unknown>, units: number): Promise<number> {
  const times: number[] = []
  for (let round = -WARM_UP; round < Number(values.rounds); round++) {
    const before = process.cpuUsage()
    await work()
    const { user, system } = process.cpuUsage(before)
    if (round >= 0) times.push(((user + system) * 1000) / units)
  }
  return median(times)
}

function inProcess(workload: string, variant: string): number {
  const script = fileURLToPath(import.meta.url)
  const options = ['--only', workload, '--variant', variant, '--rounds', values.rounds]
  return Number(
    execFileSync(process.execPath, [...process.execArgv, script, ...options], { encoding: 'utf8' }),
  )
}

const chosen = workloads.filter(({ name }) => name.includes(values.only))
if (values.variant !== undefined) {
  const [workload] = chosen
  const work = workload?.variants[values.variant]
  if (workload === undefined || work === undefined) throw new RangeError(`No variant ${values.variant}`)
  console.log(await measure(work, workload.units))
} else {
  for (const { name, unit, variants } of chosen) {
    const figures = new Map(Object.keys(variants).map((variant) => [variant, [] as number[]]))
    for (let process = 0; process < Number(values.processes); process++) {
      for (const [variant, all] of figures) all.push(inProcess(name, variant))
    }
    const own = median(figures.get('acoro') ?? [])
    console.log(`\n${name} (ns for each ${unit}; how many times as long as acoro)`)
    for (const [variant, all] of figures) {
      const time = median(all)
      const ratio = (time / own).toFixed(2)
      console.log(`  ${variant.padEnd(20)} ${time.toFixed(0).padStart(7)} ns  ${ratio.padStart(6)}`)
    }
  }
}
