/**
 * `pnpm --filter @acoro/bench async [rounds] [--nodes 20,24] [--kind …] [--realtime] [--write]`: compiled
 * async functions with the helpers of `@acoro/async`, and with those of the compilers, beside native ones, on
 * Node 20 and 24. `--write` puts the tables into the README of the package and into docs/what-async-costs.md.
 * It takes the built packages.
 *
 * Each kind has a process of its own, because what the engine learns of one makes the others slower. They
 * take turns. A figure is the median over the rounds of processor time, and a ratio the median of the ratios
 * to native in the same round; the first quarter of the rounds warms up. `--realtime` asks Linux (chrt) to
 * let nothing come in between.
 */

import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { nodeOf } from '../../../../scripts/runtimes/npm-binary.ts'
import { median } from '../harness/median.ts'
import { sizes, type Workload } from './forms.ts'
import { kinds } from './kinds.ts'
import { type Figure, type Figures, type Row, table, writeTables } from './tables.ts'

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    nodes: { type: 'string', default: '20,24' },
    kind: { type: 'string', multiple: true, default: Object.keys(kinds) },
    realtime: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
  },
})
const ROUNDS = Number(positionals[0] ?? 40)
const MEMORY_ROUNDS = 5
if (!Number.isInteger(ROUNDS) || ROUNDS < 4)
  throw new RangeError(`Expected 4 rounds or more, got ${positionals[0]}`)

const names = Object.keys(kinds).filter((name) => name === 'native' || options.kind.includes(name))
if (options.write && (names.length < Object.keys(kinds).length || options.nodes !== '20,24'))
  throw new RangeError('--write needs all kinds, on Node 20 and 24')

function start(binary: string, name: string): ChildProcess {
  const flags = [...process.execArgv, '--expose-gc']
  const file = fileURLToPath(new URL('child.ts', import.meta.url))
  return options.realtime
    ? fork(file, [name], { execPath: 'chrt', execArgv: ['-f', '10', binary, ...flags] })
    : fork(file, [name], { execPath: binary, execArgv: flags })
}

async function ask(child: ChildProcess, what: Row): Promise<number> {
  child.send(what)
  const [answer] = (await once(child, 'message')) as [number]
  return answer
}

/** The median of each kind, and of its ratio to native. */
async function measure(binary: string, what: Row): Promise<Figure[]> {
  const [rounds, warmUp] = what === 'memory' ? [MEMORY_ROUNDS, 1] : [ROUNDS, ROUNDS / 4]
  const children = names.map((name) => start(binary, name))
  await Promise.all(children.map((child) => once(child, 'message')))
  const figures = names.map((): number[] => [])
  const ratios = names.map((): number[] => [])
  for (let round = 0; round < rounds; round++) {
    let native = Number.NaN
    for (const [at, child] of children.entries()) {
      const figure = await ask(child, what)
      if (at === 0) native = figure
      if (round < warmUp) continue
      figures[at]?.push(figure)
      ratios[at]?.push(figure / native)
    }
  }
  for (const child of children) child.kill()
  return names.map((_, at) => ({ median: median(figures[at] ?? []), ratio: median(ratios[at] ?? []) }))
}

const measured: Figures[] = []
for (const major of options.nodes.split(',').map(Number)) {
  const binary = await nodeOf(major)
  const rows = new Map<Row, Figure[]>()
  for (const what of [...(Object.keys(sizes) as Workload[]), 'memory'] as const) {
    rows.set(what, await measure(binary, what))
  }
  const figures = { major, names, rows }
  console.log(`${table(figures)}\n`)
  measured.push(figures)
}
if (options.write) writeTables(measured)
