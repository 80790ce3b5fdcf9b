/**
 * `pnpm bench hooks`: what it costs that somebody looks at each step, as ratios to a loop without hooks.
 *
 *   --node path   another Node to run it; may be given several times
 *   --rounds n    how many processes of each variant; 7 unless given
 *   --size factor that much of each
 *   --no-build    takes core as it was built before
 *
 * Each variant runs in processes of its own, which come in turns. A ratio is that of two processes of one
 * turn; the figure is the median of the turns. So what the machine does besides falls on both sides.
 */

import { execFileSync } from 'node:child_process'
import { loadavg } from 'node:os'
import { buildPackages, buildProgram } from '../harness/build.ts'

interface Variant {
  readonly name: string
  readonly what: string
  /** The most that it may be for a bare pause, and for steps of 2 µs. */
  readonly goals: readonly [bare: number | null, busy: number | null]
}

const VARIANTS: readonly Variant[] = [
  { name: 'nobody', what: 'no hook', goals: [null, null] },
  { name: 'taken back', what: 'a hook that was taken back', goals: [1.03, 1.02] },
  { name: 'empty', what: 'an empty hook', goals: [1.1, 1.02] },
  { name: 'created', what: 'a hook that is told of new tasks', goals: [1.1, 1.02] },
  { name: 'counter', what: 'a hook that counts steps', goals: [1.15, 1.02] },
  { name: 'console', what: 'the hook of @acoro/console', goals: [null, 1.02] },
  { name: 'clock', what: 'a hook that reads the clock each step', goals: [null, null] },
]

const BARE = 0
const BUSY_NS = 2000

export interface HooksOptions {
  readonly nodes: readonly string[]
  readonly rounds: number
  readonly size: number
  readonly build: boolean
}

export async function benchHooks({ nodes, rounds, size, build }: HooksOptions): Promise<void> {
  if (build) buildPackages(['core'])
  const child = await buildProgram('hooks/child.ts')
  for (const node of nodes) {
    const version = execFileSync(node, ['-p', 'process.versions.node'], { encoding: 'utf8' }).trim()
    console.log(`Node ${version}, load ${(loadavg()[0] as number).toFixed(1)}`)
    const least = (variant: string, work: number, steps: number): number => {
      const args = [child, variant, String(work), '16', String(Math.round(steps * size))]
      return Number(execFileSync(node, args, { encoding: 'utf8' }))
    }
    const bare = least('nobody', BARE, 300_000)
    const busy = Math.round((1000 * (BUSY_NS - bare)) / (least('nobody', 1000, 50_000) - bare))
    for (const [at, work] of [BARE, busy].entries()) {
      const turns = Array.from({ length: rounds }, () =>
        VARIANTS.map(({ name }) => least(name, work, at === 0 ? 300_000 : 40_000)),
      )
      console.log(at === 0 ? '  a bare pause' : '  a step of 2 µs')
      for (const [index, { what, goals }] of VARIANTS.entries()) {
        const ns = median(turns.map((turn) => turn[index] as number))
        const ratio = median(turns.map((turn) => (turn[index] as number) / (turn[0] as number)))
        const goal = goals[at] ?? null
        const mark = goal === null ? '' : ` ${ratio <= goal ? '✓' : '✗'} at most ${goal.toFixed(2)}`
        console.log(
          `    ${what.padEnd(40)} ${ns.toFixed(1).padStart(7)} ns ${ratio.toFixed(2).padStart(6)}${mark}`,
        )
      }
    }
  }
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[numbers.length >> 1] as number
}
