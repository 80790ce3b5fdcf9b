// What our rules cost beside typescript-eslint's own, on 25,000 generated lines: the ratio has to stay below
// 1.1. Runs are interleaved, so that a busy machine is busy for both, and time on the processor is counted,
// not on the wall.
//
//   pnpm --filter @acoro/eslint-plugin bench

import { execFile } from 'node:child_process'
import { rmSync } from 'node:fs'
import { promisify } from 'node:util'
import { generate } from './generate.ts'

const LIMIT = 1.1
const ROUNDS = Number(process.argv[2] ?? 5)

const run = new URL('./one-run.ts', import.meta.url).pathname

async function measure(dir: string, how: 'with' | 'without'): Promise<number> {
  const args = ['--conditions=@acoro/source', '--import', 'tsx', run, dir, how]
  const { stdout } = await promisify(execFile)(process.execPath, args)
  const { ms, reports, first } = JSON.parse(stdout) as { ms: number; reports: number; first: unknown }
  if (reports > 0)
    throw new Error(`Expected a program without mistakes, got ${reports}: ${JSON.stringify(first)}`)
  return ms
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN
}

const { dir, lines } = generate()
try {
  const without: number[] = []
  const withAcoro: number[] = []
  for (let round = 0; round < ROUNDS; round++) {
    without.push(await measure(dir, 'without'))
    withAcoro.push(await measure(dir, 'with'))
  }
  const ratio = median(withAcoro.map((ms, round) => ms / (without[round] ?? Number.NaN)))
  const seconds = (values: readonly number[]): string => (median(values) / 1000).toFixed(2)
  console.log(`${lines} lines, median of ${ROUNDS} interleaved runs, seconds on the processor`)
  console.log(`typescript-eslint, recommendedTypeChecked    ${seconds(without)}`)
  console.log(`… and @acoro, recommended-type-checked       ${seconds(withAcoro)}`)
  console.log(`ratio ${ratio.toFixed(3)}, limit ${LIMIT}`)
  process.exitCode = ratio < LIMIT ? 0 : 1
} finally {
  rmSync(dir, { recursive: true, force: true })
}
