/**
 * `pnpm --filter @acoro/bench async [rounds]`: compiled async functions with the helpers of `@acoro/async`, beside native ones.
 *
 * Each kind has a process of its own, because what the engine learns of one makes the others slower. They take turns. A
 * figure is the median over the rounds of processor time; the first quarter of the rounds warms up.
 */

import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { median } from '../harness/median.ts'
import { type Programs, sizes } from './forms.ts'
import { kinds } from './kinds.ts'

const ROUNDS = Number(process.argv[2] ?? 40)
const names = Object.keys(kinds)

async function ask(child: ChildProcess, workload: keyof Programs): Promise<number> {
  child.send(workload)
  const [took] = (await once(child, 'message')) as [number]
  return took
}

console.log(`Node ${process.versions.node}, ns a call or await (× native)`)
const file = fileURLToPath(new URL('child.ts', import.meta.url))
for (const workload of Object.keys(sizes) as (keyof Programs)[]) {
  const children = names.map((name) => fork(file, [name]))
  await Promise.all(children.map((child) => once(child, 'message')))
  const times = names.map((): number[] => [])
  for (let round = 0; round < ROUNDS; round++) {
    for (const [at, child] of children.entries()) {
      const took = await ask(child, workload)
      if (round >= ROUNDS / 4) times[at]?.push(took)
    }
  }
  for (const child of children) child.kill()
  const [native = Number.NaN, ...others] = times.map(median)
  const cells = others.map((ns, at) => `${names[at + 1]} ${ns.toFixed(0)} (${(ns / native).toFixed(1)})`)
  console.log(`${workload}: native ${native.toFixed(0)}, ${cells.join(', ')}`)
}
