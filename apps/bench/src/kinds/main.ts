/**
 * `pnpm --filter @acoro/bench kinds`: one task done by processes, threads, async functions and coroutines.
 * Each begins, waits for a message, answers it and ends. Every kind is measured in a process of its own,
 * several times; medians are shown. With `--write` the table goes into
 * docs/explanation/where-it-comes-from.md. It needs Linux, which knows the time and the memory of other
 * processes.
 *
 * Memory is what all of them take while they wait, a share of the resident set; of other processes it is
 * their share of what they have in common, too (PSS).
 */

import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { cpus, loadavg } from 'node:os'
import { join } from 'node:path'
import { buildPackages, buildProgram, root } from '../harness/build.ts'
import { median } from '../harness/median.ts'
import type { Measured } from './measure.ts'

const ROUNDS = 3

const kinds: readonly (readonly [kind: string, name: string, count: number])[] = [
  ['process', 'processes (`fork`)', 20],
  ['thread', 'threads (`Worker`)', 50],
  ['promise', 'async functions', 100_000],
  ['coroutine', 'coroutines', 100_000],
]

buildPackages(['core'])
const program = await buildProgram('kinds/measure.ts')

const rows = kinds.map(([kind, name, count]) => {
  const rounds = Array.from({ length: ROUNDS }, () => {
    const args = ['--expose-gc', program, kind, `${count}`]
    return JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' })) as Measured
  })
  const time = median(rounds.map(({ micros }) => micros))
  const memory = median(rounds.map(({ bytes }) => bytes))
  return `| ${name} | ${count.toLocaleString('en')} | ${figure(time)} µs | ${figure(memory / 1000)} kB |`
})

/** Two digits that count. */
function figure(value: number): string {
  return value < 10 ? value.toPrecision(2) : Number(value.toPrecision(2)).toLocaleString('en')
}

const [load = 0] = loadavg()
const table = [
  `Node ${process.versions.node} on ${cpus().length} x ${cpus()[0]?.model.trim()}, load ${load.toFixed(1)}; medians of ${ROUNDS} runs.`,
  '',
  '| | at once | processor time of one | memory of one that waits |',
  '|---|--:|--:|--:|',
  ...rows,
].join('\n')
console.log(table)

if (process.argv.includes('--write')) {
  const page = join(root, 'docs/explanation/where-it-comes-from.md')
  const [before, after] = readFileSync(page, 'utf8').split(/(?<=<!-- kinds -->\n)[\s\S]*(?=<!-- \/kinds -->)/)
  if (after === undefined) throw new Error(`Expected <!-- kinds --> and <!-- /kinds --> in ${page}`)
  writeFileSync(page, `${before}${table}\n${after}`)
}
