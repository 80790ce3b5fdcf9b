/**
 * `pnpm --filter @acoro/bench async [rounds] [--write]`: compiled async functions with the helpers of `@acoro/async`, and with
 * those of the compilers, beside native ones. `--write` puts the table into the README of the package.
 *
 * Each kind has a process of its own, because what the engine learns of one makes the others slower. They take turns. A
 * figure is the median over the rounds of processor time; the first quarter of the rounds warms up.
 */

import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { median } from '../harness/median.ts'
import { sizes, type Workload } from './forms.ts'
import { kinds } from './kinds.ts'

const ROUNDS = Number(process.argv.find((argument) => /^\d+$/.test(argument)) ?? 40)
const MEMORY_ROUNDS = 5
const names = Object.keys(kinds)

const titles: Readonly<Record<Workload | 'memory', string>> = {
  call: 'a call that never waits',
  settled: '`await` of a settled promise',
  fib: 'an awaited call (`fib`)',
  spawn: 'one of 1,000 concurrent calls, two awaits each',
  memory: 'bytes of a pending call',
}

async function ask(child: ChildProcess, what: Workload | 'memory'): Promise<number> {
  child.send(what)
  const [answer] = (await once(child, 'message')) as [number]
  return answer
}

/** The median of each kind. */
async function measure(what: Workload | 'memory', rounds: number, warmUp: number): Promise<number[]> {
  const file = fileURLToPath(new URL('child.ts', import.meta.url))
  const children = names.map((name) => fork(file, [name], { execArgv: [...process.execArgv, '--expose-gc'] }))
  await Promise.all(children.map((child) => once(child, 'message')))
  const all = names.map((): number[] => [])
  for (let round = 0; round < rounds; round++) {
    for (const [at, child] of children.entries()) {
      const figure = await ask(child, what)
      if (round >= warmUp) all[at]?.push(figure)
    }
  }
  for (const child of children) child.kill()
  return all.map(median)
}

function row(what: Workload | 'memory', [native = Number.NaN, ...others]: readonly number[]): string {
  const cells = others.map((figure) => `${figure.toFixed(0)} (${(figure / native).toFixed(1)})`)
  return `| ${titles[what]} | ${native.toFixed(0)} | ${cells.join(' | ')} |`
}

const lines = [
  `| Node ${process.versions.node} | ${names.join(' | ')} |`,
  `|---|${names.map(() => '---|').join('')}`,
]
console.log(lines.join('\n'))
for (const what of [...(Object.keys(sizes) as Workload[]), 'memory'] as const) {
  const line = row(
    what,
    what === 'memory' ? await measure(what, MEMORY_ROUNDS, 1) : await measure(what, ROUNDS, ROUNDS / 4),
  )
  console.log(line)
  lines.push(line)
}

if (process.argv.includes('--write')) {
  const readme = fileURLToPath(new URL('../../../../packages/async/README.md', import.meta.url))
  const major = process.versions.node.split('.')[0]
  const [begin, end] = [`<!-- figures of node ${major} -->`, '<!-- end of figures -->']
  const text = readFileSync(readme, 'utf8')
  const from = text.indexOf(begin)
  if (from < 0) throw new Error(`Expected ${begin} in ${readme}`)
  const to = text.indexOf(end, from)
  writeFileSync(readme, `${text.slice(0, from)}${begin}\n${lines.join('\n')}\n${text.slice(to)}`)
}
