/**
 * Libraries beside one another: each workload is the same work done with each of them.
 *
 * Each variant runs in processes of its own, which come in turn, so that neither what one library leaves
 * behind nor what else the machine does falls on another. A figure is the median over processes of the median
 * over rounds of the processor time, garbage collection on other threads included.
 */

import { execFileSync } from 'node:child_process'
import { loadavg } from 'node:os'
import { parseArgs } from 'node:util'
import { figuresTable, writeFigures } from './figures-page.ts'

/**
 * A variant does all of the work, start to end, its own start-up included, because that is what a user waits
 * for; the units only turn ms into ns a unit.
 */
export interface Workload {
  readonly name: string
  /** What one unit is: an acquisition, a task, an item. */
  readonly unit: string
  readonly units: number
  /** By library; the first is acoro. */
  readonly variants: Readonly<Record<string, () => Promise<unknown>>>
}

export interface Figure {
  readonly processor: number
  readonly wall: number
}

/** Long enough for the optimising compiler to have seen what it needs. */
const WARM_UP = 8

const { values } = parseArgs({
  args: process.argv.slice(2).filter((argument) => argument !== '--'),
  options: {
    processes: { type: 'string', default: '5' },
    rounds: { type: 'string', default: '9' },
    only: { type: 'string', default: '' },
    // Whether to write the figures into the page.
    write: { type: 'boolean', default: false },
    // What a process of its own is told.
    variant: { type: 'string' },
  },
})

/**
 * The program `script`: prints the figures of the workloads, or measures one variant if it is told to. With
 * `--write`, the figures go into `page`, too.
 */
export async function compare(script: string, workloads: readonly Workload[], page?: string): Promise<void> {
  const chosen = workloads.filter(({ name }) => name.includes(values.only))
  if (values.variant === undefined) {
    const load = loadavg()[0] as number
    const rows = chosen.map((workload) => ({ workload, figures: printWorkload(script, workload) }))
    if (values.write && page !== undefined) writeFigures(page, figuresTable(rows, load))
    return
  }
  const [workload] = chosen
  const work = workload?.variants[values.variant]
  if (workload === undefined || work === undefined) throw new RangeError(`No variant ${values.variant}`)
  console.log(JSON.stringify(await measure(work, workload.units)))
}

function printWorkload(script: string, { name, unit, variants }: Workload): Map<string, Figure> {
  const figures = new Map(Object.keys(variants).map((variant) => [variant, [] as Figure[]]))
  for (let process = 0; process < Number(values.processes); process++) {
    for (const [variant, all] of figures) all.push(inProcess(script, name, variant))
  }
  const medians = new Map([...figures].map(([variant, all]) => [variant, medianOf(all)]))
  const own = medians.get('acoro') as Figure
  console.log(`\n${name} (ns for each ${unit}; how many times as long as acoro; ns by the clock)`)
  for (const [variant, { processor, wall }] of medians) {
    const ratio = (processor / own.processor).toFixed(2)
    const ns = processor.toFixed(0).padStart(7)
    console.log(`  ${variant.padEnd(20)} ${ns} ns  ${ratio.padStart(6)}  ${wall.toFixed(0).padStart(7)} ns`)
  }
  return medians
}

/** ns a unit, in this process. */
async function measure(work: () => Promise<unknown>, units: number): Promise<Figure> {
  const figures: Figure[] = []
  for (let round = -WARM_UP; round < Number(values.rounds); round++) {
    const [before, start] = [process.cpuUsage(), performance.now()]
    await work()
    const { user, system } = process.cpuUsage(before)
    const wall = ((performance.now() - start) * 1e6) / units
    if (round >= 0) figures.push({ processor: ((user + system) * 1000) / units, wall })
  }
  return medianOf(figures)
}

function inProcess(script: string, workload: string, variant: string): Figure {
  const options = ['--only', workload, '--variant', variant, '--rounds', values.rounds]
  return JSON.parse(
    execFileSync(process.execPath, [...process.execArgv, script, ...options], { encoding: 'utf8' }),
  ) as Figure
}

function medianOf(figures: readonly Figure[]): Figure {
  const median = (numbers: number[]): number => numbers.sort((a, b) => a - b)[numbers.length >> 1] as number
  return {
    processor: median(figures.map(({ processor }) => processor)),
    wall: median(figures.map(({ wall }) => wall)),
  }
}
